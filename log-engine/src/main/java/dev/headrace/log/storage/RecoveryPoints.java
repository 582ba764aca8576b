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
 * Up to which offset each partition was on disk when this was last written: {@code
 * recovery-point-offset-checkpoint} in Kafka's format. Not thread-safe.
 */
final class RecoveryPoints {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveryPoints.class);
  private static final String VERSION = "0";
  private static final int HEADER_LINES = 2;

  private final Disk disk;
  private final Path file;

  RecoveryPoints(Disk disk, Path directory) {
    this.disk = disk;
    this.file = directory.resolve("recovery-point-offset-checkpoint");
  }

  /** Nothing when the file is missing or damaged: then all data is checked. */
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
      Map<TopicPartition, Long> points = new HashMap<>();
      for (String line : lines.subList(HEADER_LINES, lines.size())) {
        String[] words = line.split(" ", 3);
        points.put(
            new TopicPartition(words[0], Integer.parseInt(words[1])), Long.parseLong(words[2]));
      }
      return points;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      LOG.warn("{} is damaged ({}): all partitions are checked", file, e.getMessage());
      return Map.of();
    }
  }

  void write(Map<TopicPartition, Long> points) throws IOException {
    StringBuilder content = new StringBuilder(VERSION + "\n" + points.size() + "\n");
    points.forEach(
        (partition, offset) ->
            content
                .append(partition.topic())
                .append(' ')
                .append(partition.partition())
                .append(' ')
                .append(offset)
                .append('\n'));
    disk.replace(file, content.toString().getBytes(StandardCharsets.UTF_8));
  }
}
