package dev.headrace.runtime.config;

import dev.headrace.connector.config.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it is told at once. Used by one thread. */
final class Problems {

  private final List<ConfigProblem> found = new ArrayList<>();

  void add(Object where, String code, String key, String what, String next) {
    add(where, new Problem(code, key, what, next));
  }

  void add(Object where, Problem problem) {
    found.add(new ConfigProblem(where.toString(), problem));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  int count() {
    return found.size();
  }

  List<ConfigProblem> toList() {
    return List.copyOf(found);
  }
}
