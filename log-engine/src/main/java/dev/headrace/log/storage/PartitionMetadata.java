package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file {@code partition.metadata}, which says to which topic a folder belongs, as Kafka's. */
final class PartitionMetadata {

  private static final Pattern CONTENT =
      Pattern.compile("version: 0\\s+topic_id: ([A-Za-z0-9_-]{22})\\s*");

  private PartitionMetadata() {}

  static Path fileIn(Path folder) {
    return folder.resolve("partition.metadata");
  }

  static byte[] encode(UUID topicId) {
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(topicId.getMostSignificantBits())
            .putLong(topicId.getLeastSignificantBits())
            .array();
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return ("version: 0\ntopic_id: " + text).getBytes(StandardCharsets.US_ASCII);
  }

  /** Empty when the file is missing or damaged. */
  static Optional<UUID> read(Disk disk, Path folder) throws IOException {
    Path file = fileIn(folder);
    if (!disk.exists(file)) {
      return Optional.empty();
    }
    Matcher matcher = CONTENT.matcher(new String(disk.readAll(file), StandardCharsets.US_ASCII));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(matcher.group(1)));
    return Optional.of(new UUID(id.getLong(), id.getLong()));
  }
}
