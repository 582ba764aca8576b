package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of a partition: {@code orders-0}. While it is made or deleted it has another name, so
 * that after a crash it is there as a whole or not at all.
 *
 * @param isLeftover whether it was being made or deleted
 */
record PartitionFolder(TopicPartition partition, boolean isLeftover) {

  private static final Pattern NAME =
      Pattern.compile("(?<topic>[a-zA-Z0-9._-]+)-(?<partition>\\d{1,9})");
  private static final Pattern LEFTOVER =
      Pattern.compile(NAME.pattern() + "\\.[0-9a-f-]{36}-(unfinished|delete)");

  /** Empty for a folder or file that is no partition's. */
  static Optional<PartitionFolder> at(Path folder) {
    String name = folder.getFileName().toString();
    Matcher leftover = LEFTOVER.matcher(name);
    if (leftover.matches()) {
      return Optional.of(new PartitionFolder(partitionOf(leftover), true));
    }
    Matcher whole = NAME.matcher(name);
    return whole.matches()
        ? Optional.of(new PartitionFolder(partitionOf(whole), false))
        : Optional.empty();
  }

  static Path pathOf(Path dataDirectory, TopicPartition partition) {
    return dataDirectory.resolve(partition.toString());
  }

  static Path unfinished(Path folder, UUID topicId) {
    return folder.resolveSibling(folder.getFileName() + "." + topicId + "-unfinished");
  }

  static Path deleted(Path folder, UUID topicId) {
    return folder.resolveSibling(folder.getFileName() + "." + topicId + "-delete");
  }

  private static TopicPartition partitionOf(Matcher name) {
    return new TopicPartition(name.group("topic"), Integer.parseInt(name.group("partition")));
  }
}
