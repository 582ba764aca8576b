package dev.headrace.log.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backup consists of: {@code manifest.json}. It is written last, so a folder without it is
 * no backup, or one that was never finished.
 *
 * @param release of Headrace that wrote it
 * @param taken the moment that it shows
 * @param files below {@code data/}, in the order in which a data directory is made of them
 * @param partitions for people and tools
 * @param leftOut files that the data directory had and that are not part of it
 */
public record BackupManifest(
    String release,
    Instant taken,
    List<CopiedFile> files,
    List<CopiedPartition> partitions,
    List<String> leftOut) {

  static final String FILE = "manifest.json";
  static final String DATA = "data";
  static final int FORMAT = 1;

  private static final JsonMapper JSON = new JsonMapper();

  /** Names stay below the folder: a file of it, or one in a folder of a partition. */
  private static final Pattern NAME =
      Pattern.compile("(?!\\.+/)([a-zA-Z0-9._-]{1,300}/)?(?!\\.+$)[a-zA-Z0-9._-]{1,300}");

  /**
   * A file.
   *
   * @param name where it lies in a data directory
   * @param crc32c of its content
   * @param readers who may read it
   */
  public record CopiedFile(String name, long sizeInBytes, int crc32c, Readers readers) {}

  /** Who may read a file, in the backup and where it is restored. */
  public enum Readers {
    /** Whoever the process lets by default. */
    ANY,
    OWNER
  }

  /**
   * A partition.
   *
   * @param start its first offset
   * @param end the offset behind its last record
   */
  public record CopiedPartition(String topic, int partition, UUID topicId, long start, long end) {}

  public BackupManifest {
    files = List.copyOf(files);
    partitions = List.copyOf(partitions);
    leftOut = List.copyOf(leftOut);
  }

  public long sizeInBytes() {
    return files.stream().mapToLong(CopiedFile::sizeInBytes).sum();
  }

  byte[] encode() {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("release", release).put("taken", taken.toString());
    ArrayNode ofPartitions = json.putArray("partitions");
    for (CopiedPartition each : partitions) {
      ofPartitions
          .addObject()
          .put("topic", each.topic())
          .put("partition", each.partition())
          .put("topic.id", each.topicId().toString())
          .put("start", each.start())
          .put("end", each.end());
    }
    ArrayNode ofFiles = json.putArray("files");
    for (CopiedFile each : files) {
      ObjectNode file =
          ofFiles
              .addObject()
              .put("name", each.name())
              .put("bytes", each.sizeInBytes())
              .put("crc32c", Integer.toHexString(each.crc32c()));
      if (each.readers() == Readers.OWNER) {
        file.put("private", true);
      }
    }
    ArrayNode ofLeftOut = json.putArray("left.out");
    leftOut.forEach(ofLeftOut::add);
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads that of a folder. */
  public static BackupManifest read(Path backup) throws BackupException {
    if (!Files.isDirectory(backup)) {
      throw new BackupException(
          "backup.none",
          backup + " is no folder.",
          "Name the folder that a backup was written to.");
    }
    Path file = backup.resolve(FILE);
    try {
      return decode(Files.readAllBytes(file), file);
    } catch (NoSuchFileException _) {
      throw Files.exists(backup.resolve(DATA))
          ? new BackupException(
              "backup.unfinished",
              backup + " has no " + FILE + ": the backup was not finished.",
              "Delete the folder, and use or take another backup.")
          : new BackupException(
              "backup.none",
              backup + " has no " + FILE + ", so it is no backup.",
              "Name the folder that a backup was written to.");
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  static BackupManifest decode(byte[] content, Path file) throws BackupException {
    try {
      JsonNode json = JSON.readTree(content);
      int format = required(json, "format").asInt(-1);
      if (format > FORMAT) {
        throw new BackupException(
            "backup.newer-format",
            file
                + " was written by a newer release (format "
                + format
                + ", known is "
                + FORMAT
                + ").",
            "Restore it with that release, or a newer one.");
      }
      if (format != FORMAT) {
        throw damaged(file, "its format is " + json.path("format"), null);
      }
      List<CopiedFile> files = new ArrayList<>();
      for (JsonNode each : required(json, "files")) {
        files.add(
            new CopiedFile(
                nameIn(each),
                Long.parseLong(required(each, "bytes").asText()),
                Integer.parseUnsignedInt(required(each, "crc32c").asText(), 16),
                each.path("private").asBoolean() ? Readers.OWNER : Readers.ANY));
      }
      List<CopiedPartition> partitions = new ArrayList<>();
      for (JsonNode each : required(json, "partitions")) {
        partitions.add(
            new CopiedPartition(
                required(each, "topic").asText(),
                required(each, "partition").asInt(),
                UUID.fromString(required(each, "topic.id").asText()),
                required(each, "start").asLong(),
                required(each, "end").asLong()));
      }
      List<String> leftOut = new ArrayList<>();
      json.path("left.out").forEach(each -> leftOut.add(each.asText()));
      return new BackupManifest(
          required(json, "release").asText(),
          Instant.parse(required(json, "taken").asText()),
          files,
          partitions,
          leftOut);
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("it has no \"" + field + "\"");
    }
    return value;
  }

  private static String nameIn(JsonNode json) {
    String name = required(json, "name").asText();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + name + "\" is no file of a data directory");
    }
    return name;
  }

  private static BackupException damaged(Path file, String why, @Nullable Throwable cause) {
    String what = file + " is damaged: " + why + ".";
    String next = "Use another backup.";
    return cause == null
        ? new BackupException("backup.damaged", what, next)
        : new BackupException("backup.damaged", what, next, cause);
  }
}
