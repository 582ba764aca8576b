package dev.headrace.connectors.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Makes changes to folders durable. */
final class Folders {

  private Folders() {}

  /** The folder that holds {@code file}. */
  static Path of(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of("."));
  }

  /** Brings names made, changed or removed in {@code folder} to disk. */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
