package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says what a failure of the file system means for the user. */
final class FileFailure {

  private FileFailure() {}

  /** What the user is told when {@code path} could not be read or written. */
  static ConnectorException of(Path path, IOException failure) {
    String message = detail(failure);
    return switch (failure) {
      case AccessDeniedException _ ->
          wrong(
              "file.access-denied",
              path + " may not be used by this process.",
              "Give the user that runs Headrace the right to it, or change `path`.");
      case NoSuchFileException _ -> notFound(path);
      case FileAlreadyExistsException _, NotDirectoryException _ -> noDirectory(path);
      case ClosedByInterruptException _ ->
          ConnectorException.transientFailure(
              new Reason(
                  "file.interrupted",
                  "Work on " + path + " was interrupted by a stop.",
                  "Nothing: it goes on where it was committed."),
              failure);
      default -> {
        if (message.contains("Read-only file system")) {
          yield wrong(
              "file.read-only",
              path + " is on a read-only file system.",
              "Mount it for writing, or change `path`.");
        }
        if (message.contains("Not a directory")) {
          yield noDirectory(path);
        }
        if (message.contains("Is a directory")) {
          yield wrong(
              "file.is-directory", path + " is a directory.", "Set `path` to a file in it.");
        }
        if (message.contains("No space left") || message.contains("quota exceeded")) {
          yield ConnectorException.transientFailure(
              new Reason(
                  "file.disk-full",
                  "There is no space left for " + path + ".",
                  "Free some space; writing goes on by itself."),
              failure);
        }
        yield ConnectorException.unexpected(
            new Reason(
                "file.failed", path + ": " + message, "See the log for the whole stack trace."),
            failure);
      }
    };
  }

  static ConnectorException notFound(Path path) {
    return wrong("file.not-found", path + " does not exist.", "Create it, or correct `path`.");
  }

  private static ConnectorException noDirectory(Path path) {
    return wrong(
        "file.no-directory",
        "A part of " + path + " is a file where a directory is needed.",
        "Correct `path`, or move that file away.");
  }

  static ConnectorException wrong(String code, String what, String next) {
    return ConnectorException.wrongConfiguration(new Reason(code, what, next));
  }

  private static String detail(IOException failure) {
    return failure instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : String.valueOf(failure.getMessage());
  }
}
