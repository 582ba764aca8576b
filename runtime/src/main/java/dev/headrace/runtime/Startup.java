package dev.headrace.runtime;

import dev.headrace.connector.Reason;
import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.log.storage.DataDirectoryException;
import dev.headrace.log.storage.DirectoryClaim;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.kafka.KafkaLog;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what can go wrong at a start into what its user can do about it. */
final class Startup {

  private Startup() {}

  /** Opens something that the system may not let us have. */
  @FunctionalInterface
  interface Opening<T> {
    T open() throws IOException;
  }

  static LogEngine engine(EngineSettings settings) throws StartFailure {
    return inDataDirectory(settings.dataDirectory(), () -> LogEngine.open(settings));
  }

  /** Keeps other nodes out of a data directory that has no log. */
  static DirectoryClaim claim(Path dataDirectory) throws StartFailure {
    return inDataDirectory(dataDirectory, () -> DirectoryClaim.take(dataDirectory));
  }

  private static <T> T inDataDirectory(Path dataDirectory, Opening<T> opening) throws StartFailure {
    try {
      return opening.open();
    } catch (DataDirectoryException unusable) {
      throw new StartFailure(
          new Reason(unusable.code(), unusable.what(), dataDirectoryAdvice(unusable.code())),
          unusable);
    } catch (IOException failed) {
      throw unusable(dataDirectory, failed);
    }
  }

  /**
   * @param servers host:port, several with commas
   */
  static Log cluster(String servers) throws StartFailure {
    try {
      return KafkaLog.connect(servers);
    } catch (LogException failed) {
      throw new StartFailure(
          new Reason(
              "log.unavailable",
              "The log cannot be opened: " + failed.getMessage() + ".",
              "Start that cluster, or name another with --log HOST:PORT; without it the log is the"
                  + " built-in one."),
          failed);
    }
  }

  /**
   * @param setting the key of the address
   * @param option how the command line names it
   */
  static <T> T listening(String setting, String option, String address, Opening<T> opening)
      throws StartFailure {
    try {
      return opening.open();
    } catch (IOException failed) {
      throw new StartFailure(
          new Reason(
              "listen.unavailable",
              "`%s` is %s, where this node cannot listen: %s."
                  .formatted(setting, address, lastWords(failed)),
              listenAdvice(failed)
                  + " another address with %s HOST:PORT; port 0 takes a free one."
                      .formatted(option)),
          failed);
    }
  }

  /** What the operating system said, without who heard it. */
  private static String lastWords(IOException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.substring(message.lastIndexOf(": ") + 1).strip();
  }

  private static String listenAdvice(IOException failed) {
    return switch (lastWords(failed)) {
      case "Permission denied" -> "Ports below 1024 are for root: choose";
      case "Address already in use" -> "Stop the process that listens there, or choose";
      default -> "Choose";
    };
  }

  static StartFailure unusable(Path dataDirectory, IOException failed) {
    String why =
        failed instanceof FileSystemException file && file.getReason() != null
            ? file.getReason() + " (" + file.getFile() + ")"
            : failed instanceof NoSuchFileException ? "it cannot be made" : failed.toString();
    return new StartFailure(
        new Reason(
            "data.unusable",
            "The data directory %s cannot be used: %s.".formatted(dataDirectory, why),
            "Give this user write access to it, or choose another with --data DIR."),
        failed);
  }

  private static String dataDirectoryAdvice(String code) {
    return switch (code) {
      case "data.in-use" -> "Stop that node, or choose another directory with --data DIR.";
      case "data.newer-format" ->
          "Start the newer release that wrote it, or choose another directory with --data DIR.";
      case "data.disk-full" -> "Free some space, or choose another disk with --data DIR.";
      case "data.not-a-directory" -> "Choose another with --data DIR.";
      case "data.not-writable" ->
          "Change its owner or permissions, or choose another with --data DIR.";
      default -> "Mend it, or choose another directory with --data DIR.";
    };
  }
}
