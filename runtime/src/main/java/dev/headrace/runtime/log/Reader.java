package dev.headrace.runtime.log;

import dev.headrace.log.record.TopicPartition;
import java.time.Duration;
import java.util.Map;

/** Reads partitions of the log. One thread at a time, except for {@link #wakeup()}. */
public interface Reader extends AutoCloseable {

  /** Reads these partitions, each from an offset, in place of those before. */
  void assign(Map<TopicPartition, Long> from);

  /**
   * What is there, at most about {@code maxBytes}; when there is nothing, waits for some until
   * {@code wait} has passed or {@link #wakeup()} is called. The batches are valid until the next
   * call.
   *
   * @throws LogException when a partition cannot be read
   */
  Fetched read(int maxBytes, Duration wait);

  /** Calls {@code listener} when a read that found nothing may find something. Short calls only. */
  void onData(Runnable listener);

  /**
   * The first offset behind what this reader may see of a partition now, or in a moment because a
   * writer of this process has committed it.
   */
  long end(TopicPartition partition);

  /** Ends a {@link #read} that waits; from any thread. */
  void wakeup();

  @Override
  void close();
}
