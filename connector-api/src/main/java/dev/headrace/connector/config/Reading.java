package dev.headrace.connector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One pass over the given settings: what was read, and what is wrong. Used by one thread. */
final class Reading {

  private final Map<String, String> values;
  private final TreeSet<String> unread;
  private final List<Problem> problems = new ArrayList<>();

  Reading(Map<String, String> values) {
    this.values = values;
    this.unread = new TreeSet<>(values.keySet());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> take(String key) {
    unread.remove(key);
    return Optional.ofNullable(values.get(key));
  }

  /** The keys that begin with {@code prefix}, without it. */
  Map<String, String> takeAll(String prefix) {
    Map<String, String> taken = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix) && key.length() > prefix.length()) {
            unread.remove(key);
            taken.put(key.substring(prefix.length()), value);
          }
        });
    return taken;
  }

  void note(Problem problem) {
    problems.add(problem);
  }

  List<Problem> problems() {
    return problems;
  }

  List<String> unread() {
    return List.copyOf(unread);
  }
}
