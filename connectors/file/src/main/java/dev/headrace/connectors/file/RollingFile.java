package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.TopicPartition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a rolling sink while it is written, under a name that begins with a dot.
 *
 * @param name what it is called once it is complete
 */
record RollingFile(Path folder, String name, FileChannel file, LineOutput out)
    implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RollingFile.class);
  private static final String PART = ".part";

  /** The name of a complete file. Its first offset has 20 digits, so that names sort by it. */
  static String nameOf(TopicPartition partition, long firstOffset, String extension) {
    return "%s%020d.%s".formatted(prefix(partition), firstOffset, extension);
  }

  /** What the names of all files of a partition begin with. */
  static String prefix(TopicPartition partition) {
    return partition.topic() + "-" + partition.partition() + "-";
  }

  /** The name while it is written. */
  static String partName(String name) {
    return "." + name + PART;
  }

  /** The name of the complete file, whichever of the two names is given. */
  static String completeName(String name) {
    return name.startsWith(".") && name.endsWith(PART)
        ? name.substring(1, name.length() - PART.length())
        : name;
  }

  static RollingFile begin(
      Path folder, TopicPartition partition, long firstOffset, String extension, byte[] buffer)
      throws IOException, ConnectorException {
    String name = nameOf(partition, firstOffset, extension);
    if (Files.exists(folder.resolve(name))) {
      throw FileFailure.wrong(
          "file.exists",
          folder.resolve(name) + " exists already, from an earlier export of this topic.",
          "Move the files of the earlier export away, or set `path` to another folder.");
    }
    return open(folder, name, 0, buffer);
  }

  /** Goes on with a file that is cut to {@code length} bytes. */
  static RollingFile open(Path folder, String name, long length, byte[] buffer) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve(partName(name)), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      file.truncate(length);
      Folders.force(folder);
      return new RollingFile(folder, name, file, LineOutput.appendingTo(file, length, buffer));
    } catch (IOException | RuntimeException failure) {
      try (file) {
        throw failure;
      }
    }
  }

  Receipt receipt() {
    return new Receipt(name, out.length());
  }

  /** Gives the file its name; an empty one is removed. Durable once the folder is forced. */
  void publish() throws IOException {
    out.force();
    Path part = folder.resolve(partName(name));
    if (out.length() == 0) {
      Files.delete(part);
    } else {
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      log.debug("Closing {} failed", name, failure);
    }
  }
}
