package dev.headrace.log.broker;

import dev.headrace.log.storage.PartitionLog;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A read that may still be waiting for data. */
public interface Fetch {

  /**
   * One for each wanted partition, in order; done once, on the thread that the fetch was started
   * with. Who takes them closes their slices.
   */
  CompletionStage<List<PartitionLog.Read>> reads();

  /**
   * Nobody waits any more; {@link #reads} is never done then, unless it was. Only on the thread
   * that the fetch was started with.
   */
  void abandon();
}
