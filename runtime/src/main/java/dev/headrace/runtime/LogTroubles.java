package dev.headrace.runtime;

import dev.headrace.connector.Reason;
import dev.headrace.log.storage.DiskRoom;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is wrong with the built-in log, as of now: its disk fills up, or has failed partitions.
 * Thread-safe; nothing is read from the disk.
 */
record LogTroubles(Partitions partitions) implements Supplier<List<Reason>> {

  /** More are counted only. */
  private static final int MOST_NAMED = 20;

  @Override
  public List<Reason> get() {
    List<Reason> troubles = new ArrayList<>();
    room().ifPresent(troubles::add);
    List<PartitionLog> offline =
        partitions.all().stream().filter(each -> each.offlineReason().isPresent()).toList();
    offline.stream().limit(MOST_NAMED).map(LogTroubles::offline).forEach(troubles::add);
    if (offline.size() > MOST_NAMED) {
      troubles.add(
          new Reason(
              "log.partition-offline",
              (offline.size() - MOST_NAMED) + " more partitions are offline.",
              "See the log of the node for each."));
    }
    return troubles;
  }

  private Optional<Reason> room() {
    DiskRoom room = partitions.room();
    String words = room.words();
    String what = Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    String next =
        "Make room on the disk, let topics keep less (`retention.ms`), or change the limit; all"
            + " goes on by itself then.";
    return switch (room.level()) {
      case AMPLE -> Optional.empty();
      case LOW -> Optional.of(new Reason("disk.low", what, next));
      case SCARCE -> Optional.of(new Reason("disk.scarce", what, next));
      case FULL -> Optional.of(new Reason("disk.full", what, next));
    };
  }

  private static Reason offline(PartitionLog partition) {
    return new Reason(
        "log.partition-offline",
        partition.topicPartition() + " is offline: " + partition.offlineReason().orElse("") + ".",
        "Mend what it says, and restart the node; all other partitions are served.");
  }
}
