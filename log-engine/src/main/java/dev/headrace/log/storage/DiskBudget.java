package dev.headrace.log.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far the disk of a data directory may fill up. Three levels come before its end, see {@link
 * DiskRoom.Level}: with less than the margin left it is warned, with half of it sources wait, with
 * nothing left writes are refused. What is kept free then is a reserve for what the node itself has
 * to write: offsets, transaction markers, compaction.
 *
 * @param minFreeBytes writes are refused when fewer are free on the disk ({@code
 *     log.disk.min.free.bytes}); as many again are the margin; 0 for no such limit
 * @param maxBytes writes are refused when the segments of all partitions hold so many ({@code
 *     log.disk.max.bytes}); a tenth is the margin; empty for no such limit
 * @param nodeTopics what is written to them is never refused, beside topics whose names begin with
 *     two underscores: the node cannot be administered without
 */
public record DiskBudget(long minFreeBytes, OptionalLong maxBytes, Set<String> nodeTopics) {

  /** 256 MiB stay free, and there is no other limit. */
  public static final DiskBudget DEFAULTS =
      new DiskBudget(256L << 20, OptionalLong.empty(), Set.of());

  private static final int MARGIN_PART_OF_SIZE = 10;
  private static final long LEAST_SIZE = 1 << 20;

  public DiskBudget {
    nodeTopics = Set.copyOf(nodeTopics);
    if (minFreeBytes < 0) {
      throw new IllegalArgumentException(
          "log.disk.min.free.bytes is " + minFreeBytes + ", it must not be negative");
    }
    if (maxBytes.isPresent() && maxBytes.getAsLong() < LEAST_SIZE) {
      throw new IllegalArgumentException(
          "log.disk.max.bytes is "
              + maxBytes.getAsLong()
              + ", at least 1048576 (1 MiB) are needed");
    }
  }

  public DiskBudget withNodeTopics(Set<String> topics) {
    return new DiskBudget(minFreeBytes, maxBytes, topics);
  }

  /** Whether the topic's records are refused when the disk is full. */
  boolean refuses(String topic) {
    return !topic.startsWith("__") && !nodeTopics.contains(topic);
  }

  /** How far its limits are. */
  List<DiskLimit> limits(long freeBytes, long usedBytes) {
    List<DiskLimit> limits = new ArrayList<>(2);
    if (minFreeBytes > 0) {
      limits.add(
          new DiskLimit(
              DiskLimit.Setting.MIN_FREE_BYTES,
              minFreeBytes,
              freeBytes - minFreeBytes,
              minFreeBytes));
    }
    maxBytes.ifPresent(
        most ->
            limits.add(
                new DiskLimit(
                    DiskLimit.Setting.MAX_BYTES,
                    most,
                    most - usedBytes,
                    most / MARGIN_PART_OF_SIZE)));
    return limits;
  }
}
