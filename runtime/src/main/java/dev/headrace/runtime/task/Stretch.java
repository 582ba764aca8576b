package dev.headrace.runtime.task;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.LogBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of one partition that were read one after the other, and are offered to a sink as one:
 * what a database or a file takes at a time should not depend on how a producer cut its batches.
 *
 * @param batches at least one
 */
record Stretch(List<LogBatch> batches) {

  /** Batches are joined up to so many bytes, as long as they are likely to be unpacked. */
  private static final long MOST_BYTES = 2L << 20;

  /** What compression makes of JSON. */
  private static final int LIKELY_RATIO = 4;

  Stretch {
    batches = List.copyOf(batches);
  }

  /** Joins what was read. */
  static List<Stretch> of(List<LogBatch> read) {
    List<Stretch> stretches = new ArrayList<>();
    List<LogBatch> joined = new ArrayList<>();
    long bytes = 0;
    for (LogBatch batch : read) {
      long more = likelyBytes(batch);
      if (!joined.isEmpty()
          && (bytes + more > MOST_BYTES
              || !joined.getLast().partition().equals(batch.partition()))) {
        stretches.add(new Stretch(joined));
        joined.clear();
        bytes = 0;
      }
      joined.add(batch);
      bytes += more;
    }
    if (!joined.isEmpty()) {
      stretches.add(new Stretch(joined));
    }
    return stretches;
  }

  TopicPartition partition() {
    return batches.getFirst().partition();
  }

  /** The first offset that was asked for. */
  long from() {
    return batches.getFirst().from();
  }

  /** The offset at which reading goes on. */
  long next() {
    return batches.getLast().next();
  }

  /** As they lie in the log. */
  long sizeInBytes() {
    return batches.stream().mapToLong(batch -> batch.batch().sizeInBytes()).sum();
  }

  private static long likelyBytes(LogBatch batch) {
    int ratio = batch.batch().compressionId() == Compression.NONE.id() ? 1 : LIKELY_RATIO;
    return (long) ratio * batch.batch().sizeInBytes();
  }
}
