package dev.headrace.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads configuration files as text: UTF-8, or UTF-16 with a byte order mark. */
final class ConfigText {

  /** The most bytes a configuration file may have. */
  static final int MAX_BYTES = 1024 * 1024;

  private ConfigText() {}

  /** The text of a file without a byte order mark; empty when a problem was noted. */
  static Optional<String> read(Path file, Problems problems) {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(file.toString(), in.readNBytes(MAX_BYTES + 1), problems);
    } catch (NoSuchFileException missing) {
      problems.add(
          file,
          "config.file-missing",
          "",
          "There is no such file.",
          "Check the path; relative paths start at the working directory.");
    } catch (AccessDeniedException denied) {
      problems.add(
          file,
          "config.file-unreadable",
          "",
          "The file may not be read.",
          "Give the user that runs Headrace read access.");
    } catch (IOException failed) {
      problems.add(
          file,
          "config.file-unreadable",
          "",
          "The file cannot be read: " + failed.getMessage() + ".",
          "Check that it is a regular file on a disk that works.");
    }
    return Optional.empty();
  }

  private static Optional<String> decode(String file, byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.add(
          file,
          "config.file-too-big",
          "",
          "The file is larger than 1 MiB, which no configuration is.",
          "Check that it is the right file; split it when it holds many connectors.");
      return Optional.empty();
    }
    Mark mark = Mark.of(bytes);
    try {
      String text =
          mark.charset
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, mark.bytes, bytes.length - mark.bytes))
              .toString();
      if (text.indexOf('\0') < 0) {
        return Optional.of(text);
      }
    } catch (CharacterCodingException otherwise) {
      // The same as for a file with zero bytes: it is no text.
    }
    problems.add(
        file,
        "config.not-text",
        "",
        "The file is not text in " + mark.charset + ".",
        "Check that it is the right file, and save it as UTF-8.");
    return Optional.empty();
  }

  /** The byte order mark at the start of a file. */
  private enum Mark {
    UTF_16_BIG(StandardCharsets.UTF_16BE, 2),
    UTF_16_LITTLE(StandardCharsets.UTF_16LE, 2),
    UTF_8(StandardCharsets.UTF_8, 3),
    NONE(StandardCharsets.UTF_8, 0);

    private final Charset charset;
    private final int bytes;

    Mark(Charset charset, int bytes) {
      this.charset = charset;
      this.bytes = bytes;
    }

    static Mark of(byte[] text) {
      if (text.length >= 3
          && text[0] == (byte) 0xEF
          && text[1] == (byte) 0xBB
          && text[2] == (byte) 0xBF) {
        return UTF_8;
      }
      if (text.length >= 2 && text[0] == (byte) 0xFE && text[1] == (byte) 0xFF) {
        return UTF_16_BIG;
      }
      if (text.length >= 2 && text[0] == (byte) 0xFF && text[1] == (byte) 0xFE) {
        return UTF_16_LITTLE;
      }
      return NONE;
    }
  }
}
