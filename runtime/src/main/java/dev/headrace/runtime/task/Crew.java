package dev.headrace.runtime.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The threads of a pool. One that is written off, for a connector holds it, is not counted until it
 * comes back, so that another may be started in its place. Under the pool's lock.
 */
final class Crew {

  private final int size;
  private final Consumer<String> work;
  private final List<Thread> threads = new ArrayList<>();
  private int started;
  private int writtenOff;

  /**
   * @param size how many threads there may be that are not written off, at least 1
   * @param work what each thread does, given its name
   */
  Crew(int size, Consumer<String> work) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool has at least one thread, not " + size);
    }
    this.size = size;
    this.work = work;
  }

  boolean mayGrow() {
    return threads.size() < size + writtenOff;
  }

  /** Whether a thread must go: one that was written off has come back. */
  boolean isTooLarge() {
    return threads.size() > size + writtenOff;
  }

  void grow() {
    started++;
    String name = "headrace-task-" + started;
    threads.add(Thread.ofPlatform().name(name).start(() -> work.accept(name)));
  }

  /** The thread that calls ends. */
  void leave() {
    threads.remove(Thread.currentThread());
  }

  /** The thread that is in this task is not counted on. */
  void writeOff(ScheduledTask task) {
    if (task.writeOff()) {
      writtenOff++;
    }
  }

  /** The thread is back from this task. */
  void takeBack(ScheduledTask task) {
    if (task.takeBack()) {
      writtenOff--;
    }
  }

  List<Thread> threads() {
    return List.copyOf(threads);
  }
}
