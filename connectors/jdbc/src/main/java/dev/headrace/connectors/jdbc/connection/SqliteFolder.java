package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of an SQLite database, which SQLite itself does not make. */
final class SqliteFolder {

  private static final String PREFIX = "jdbc:sqlite:";

  private SqliteFolder() {}

  /** Makes the folder where it is missing; nothing where the URL names no plain file. */
  static void make(String url) throws ConnectorException {
    Optional<Path> folder = of(url);
    try {
      if (folder.isPresent()) {
        Files.createDirectories(folder.get());
      }
    } catch (IOException failure) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "jdbc.no-folder",
              "The folder " + folder.get() + " of the database cannot be made: " + failure + ".",
              "Make it, or change the path in `url`."));
    }
  }

  private static Optional<Path> of(String url) {
    if (!url.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String file = url.substring(PREFIX.length()).split("\\?", 2)[0];
    return file.isEmpty() || file.startsWith(":") || file.startsWith("file:")
        ? Optional.empty()
        : Optional.ofNullable(Path.of(file).getParent());
  }
}
