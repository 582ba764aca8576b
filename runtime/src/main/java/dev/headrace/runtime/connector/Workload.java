package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a connector has to do, dealt to its tasks. Used by one thread at a time, except for {@link
 * #interrupt()}.
 */
sealed interface Workload permits SourceWorkload, SinkWorkload {

  ConnectorStatus.Kind kind();

  /** The topics that the settings name. */
  List<String> topics();

  /**
   * Finds what there is, and deals it. May wait for the far side.
   *
   * @throws ConnectorException what the connector met
   * @throws dev.headrace.runtime.log.LogException what the log did
   */
  Dealt look() throws ConnectorException;

  /** A new task for the share of this number; takes the place of a former one, which has ended. */
  Task open(int task);

  /** There will be no further look: what tasks have is all that they will have. */
  void giveUpLooking();

  /** A task failed for good: what it has to do is not waited for. */
  void giveUp(int task);

  /** All sources are read: what is there now is all that there will be. */
  void finish();

  /** The connector's method that {@link #look()} waits for; empty when none. From any thread. */
  Optional<String> ongoing();

  /** Interrupts connector code that runs inside of {@link #look()}, now and from now on. */
  void interrupt();

  /**
   * How the work is dealt.
   *
   * @param tasks the numbers of the tasks that have something to do
   * @param reopen those that are to be ended in order and opened anew, for their share is another
   * @param lookAgain when to look again; empty when nothing will change
   */
  record Dealt(Set<Integer> tasks, Set<Integer> reopen, Optional<Duration> lookAgain) {
    public Dealt {
      tasks = Set.copyOf(tasks);
      reopen = Set.copyOf(reopen);
    }
  }
}
