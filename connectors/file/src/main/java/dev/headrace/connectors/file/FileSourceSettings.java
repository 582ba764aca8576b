package dev.headrace.connectors.file;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** The settings of {@code file-source}. */
public record FileSourceSettings(
    @Doc(
            "What to read: a file, a directory (all files directly in it whose names neither begin"
                + " with a dot nor end with `~`), or a glob such as `logs/*.log` or `logs/**.csv`.")
        @NotBlank
        String path,
    @Doc("What a record is.") @Default("lines") Format format,
    @Doc("The encoding of the files. What is not UTF-8 is rewritten as UTF-8.") @Default("UTF-8")
        Charset encoding,
    @Doc(
            "What to do with a byte order mark: `skip` leaves it out, and it overrides `encoding`;"
                + " `keep` takes it as data.")
        @Default("skip")
        ByteOrderMark byteOrderMark,
    @Doc(
            "The longest line (in csv the longest row) in bytes. A longer one is a bad record and"
                + " is never held in memory.")
        @Default("1MiB")
        @Range(from = "1B", to = "64MiB")
        DataSize maxLineLength)
    implements Checked {

  /** What to do with a byte order mark. */
  public enum ByteOrderMark {
    SKIP,
    KEEP
  }

  /** What ends a line. */
  public enum LineEnding {
    LF,
    CRLF
  }

  /** What a record is. */
  public sealed interface Format {

    /** Each line is a record. */
    @Doc("Each line is a record, its bytes as they are.")
    record Lines(
        @Doc(
                "What ends a line: `lf` keeps a carriage return before it as data; `crlf` takes it"
                    + " off.")
            @Default("lf")
            LineEnding lineEnding)
        implements Format {}

    /** Rows below a header. */
    @Doc(
        "The first row names the columns; each other row is a record, a JSON object of texts"
            + " (RFC 4180).")
    record Csv(
        @Doc("The character between columns; `\\t` is a tab.") @Default(",") char delimiter,
        @Doc("The character around a value that holds a delimiter, a quote or a line break.")
            @Default("\"")
            char quote)
        implements Format {}

    /** One JSON text a line. */
    @Doc("Each line is one JSON text; blank lines are passed over.")
    record Json() implements Format {}
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (format instanceof Format.Csv(char delimiter, char quote)) {
      requireAscii("delimiter", delimiter, problems);
      requireAscii("quote", quote, problems);
      if (delimiter == quote) {
        problems.add(
            new Problem(
                "config.inconsistent",
                "quote",
                "`quote` and `delimiter` are the same character.",
                "Choose two different characters."));
      }
    }
    return problems;
  }

  private static void requireAscii(String key, char character, List<Problem> problems) {
    if (character >= 0x80 || character == '\n' || character == '\r') {
      problems.add(
          new Problem(
              "config.not-allowed",
              key,
              "`" + key + "` is no ASCII character, or ends a line.",
              "Set `" + key + "` to an ASCII character such as , ; | or \\t."));
    }
  }
}
