package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An offset for each of some partitions, in a file of the data directory in the format of Kafka's
 * checkpoint files. Not thread-safe.
 */
final class OffsetCheckpoint {

  private static final Logger LOG = LoggerFactory.getLogger(OffsetCheckpoint.class);
  private static final String VERSION = "0";
  private static final int HEADER_LINES = 2;

  private final Disk disk;
  private final Path file;
  private final String withoutIt;

  /**
   * @param withoutIt what happens when the file is damaged, for the log
   */
  OffsetCheckpoint(Disk disk, Path file, String withoutIt) {
    this.disk = disk;
    this.file = file;
    this.withoutIt = withoutIt;
  }

  /** Nothing when the file is missing or damaged. */
  Map<TopicPartition, Long> read() throws IOException {
    if (!disk.exists(file)) {
      return Map.of();
    }
    List<String> lines = new String(disk.readAll(file), StandardCharsets.UTF_8).lines().toList();
    try {
      if (lines.size() < HEADER_LINES
          || !lines.get(0).equals(VERSION)
          || Integer.parseInt(lines.get(1)) != lines.size() - HEADER_LINES) {
        throw new NumberFormatException("wrong version or number of lines");
      }
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (String line : lines.subList(HEADER_LINES, lines.size())) {
        String[] words = line.split(" ", 3);
        offsets.put(
            new TopicPartition(words[0], Integer.parseInt(words[1])), Long.parseLong(words[2]));
      }
      return offsets;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      LOG.warn("{} is damaged ({}): {}", file, e.getMessage(), withoutIt);
      return Map.of();
    }
  }

  /** Replaces the file, durably. */
  void write(Map<TopicPartition, Long> offsets) throws IOException {
    disk.replace(file, encode(offsets));
  }

  /** The content of such a file. */
  static byte[] encode(Map<TopicPartition, Long> offsets) {
    StringBuilder content = new StringBuilder(VERSION + "\n" + offsets.size() + "\n");
    offsets.forEach(
        (partition, offset) ->
            content
                .append(partition.topic())
                .append(' ')
                .append(partition.partition())
                .append(' ')
                .append(offset)
                .append('\n'));
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }
}
