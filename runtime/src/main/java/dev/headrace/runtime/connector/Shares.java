package dev.headrace.runtime.connector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What each task of a connector works on, by task number. Immutable.
 *
 * @param byTask without duplicates, within a task or between tasks
 */
record Shares<T>(List<List<T>> byTask) {

  Shares {
    byTask = byTask.stream().map(List::copyOf).toList();
  }

  static <T> Shares<T> none() {
    return new Shares<>(List.of());
  }

  /**
   * Deals anew. What is wanted still stays with its task: to move it, one task would have to let go
   * before another may begin. What is new goes where least is; more tasks are made while there are
   * fewer than {@code maxTasks} and than things to deal.
   *
   * @param maxTasks at least 1
   */
  Shares<T> deal(Collection<T> wanted, int maxTasks) {
    Set<T> left = new LinkedHashSet<>(wanted);
    List<List<T>> dealt = new ArrayList<>();
    for (List<T> share : byTask) {
      List<T> kept = new ArrayList<>(share);
      kept.removeIf(each -> !left.remove(each));
      dealt.add(kept);
    }
    int tasks = Math.max(byTask.size(), Math.min(maxTasks, new HashSet<>(wanted).size()));
    while (dealt.size() < tasks) {
      dealt.add(new ArrayList<>());
    }
    for (T each : left) {
      smallest(dealt).add(each);
    }
    return new Shares<>(dealt);
  }

  /** How many tasks there are, some of them perhaps with nothing to do. */
  int tasks() {
    return byTask.size();
  }

  /** The share of a task; empty when there is no such task. */
  List<T> of(int task) {
    return task < byTask.size() ? byTask.get(task) : List.of();
  }

  /** Everything that is dealt. */
  List<T> all() {
    return byTask.stream().flatMap(List::stream).toList();
  }

  private static <T> List<T> smallest(List<List<T>> shares) {
    List<T> smallest = shares.getFirst();
    for (List<T> share : shares) {
      if (share.size() < smallest.size()) {
        smallest = share;
      }
    }
    return smallest;
  }
}
