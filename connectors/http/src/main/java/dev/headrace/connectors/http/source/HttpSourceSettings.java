package dev.headrace.connectors.http.source;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Inline;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.connectors.http.client.Connection;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of {@code http-source}. */
public record HttpSourceSettings(
    @Doc(
            "What to ask, such as `https://api.example.org/orders?status=paid`. May hold"
                + " placeholders behind the host: `${since}`, `${cursor}`, `${page}`, `${offset}`,"
                + " `${page.size}`.")
        @NotBlank
        String url,
    @Doc("How to ask.") @Default("get") Method method,
    @Doc("What to send; may hold the placeholders of `url`. In JSON each is a whole JSON value.")
        Optional<String> body,
    @Doc("The type of `body`.") @Default("application/json") @NotBlank String contentType,
    @Doc("How long from the beginning of one poll to the beginning of the next.")
        @Default("1m")
        @Range(from = "10ms", to = "365d")
        Duration pollInterval,
    @Doc("What an answer is.") @Default("json") Format format,
    @Doc("The encoding of answers; when not given, as they say themselves, or else UTF-8.")
        Optional<Charset> encoding,
    @Doc("A JSON pointer to the value in a record that becomes its key.") Optional<String> key,
    @Doc("How one answer leads to the next.") @Default("none") Pagination pagination,
    Incremental incremental,
    @Doc(
            "Whether to ask only for what has changed, by `ETag` and `Last-Modified`; where"
                + " several pages make a poll, they are not used.")
        @Default("true")
        boolean conditional,
    @Doc("The most requests in a second; less than 1 is allowed.")
        @Range(from = "0.0001", to = "10000")
        Optional<Double> requestsPerSecond,
    @Doc("The longest `Retry-After` that is waited for; a longer one is a failure.")
        @Default("1h")
        @Range(from = "0ms", to = "7d")
        Duration maxRetryAfter,
    @Doc("The most redirects that are followed for one request.")
        @Default("5")
        @Range(from = "0", to = "20")
        int maxRedirects,
    @Doc("The most pages of one poll.") @Default("10000") @Range(from = "1") long maxPages,
    @Doc("The longest answer, decompressed. It is never held in memory.")
        @Default("1GiB")
        @Range(from = "1B")
        DataSize maxBodySize,
    @Doc("The longest record. A longer one is a bad record and is never held in memory.")
        @Default("1MiB")
        @Range(from = "1B", to = "64MiB")
        DataSize maxRecordSize,
    @Inline Connection connection)
    implements Checked {

  /** How to ask. */
  public enum Method {
    GET,
    POST
  }

  /** What an answer is. */
  public sealed interface Format {

    /** One JSON text. */
    @Doc("One JSON text with an array of records somewhere.")
    record Json(
        @Doc(
                "A JSON pointer to the array, such as `/data/items`; when not given, the whole"
                    + " answer. What is no array is one record.")
            Optional<String> records)
        implements Format {}

    /** One JSON text a line. */
    @Doc("Each line is one JSON text; blank lines are passed over.")
    record JsonLines() implements Format {}

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
  }

  /** How one answer leads to the next. */
  public sealed interface Pagination {

    /** It does not. */
    @Doc("One answer is all.")
    record None() implements Pagination {}

    /** RFC 8288. */
    @Doc("By the header `Link` with `rel=\"next\"` (RFC 8288).")
    record Link() implements Pagination {}

    /** By a text that the server gives out. */
    @Doc("By a text that the server gives out, until it gives none.")
    record Cursor(
        @Doc("A JSON pointer to the cursor.") @NotBlank String cursor,
        @Doc("Where the cursor is: in the `answer`, or in the last `record` of it.")
            @Default("answer")
            CursorIn cursorIn,
        @Doc("What the cursor is: the value of a `parameter`, or the `url` of the next page.")
            @Default("parameter")
            CursorAs cursorAs,
        @Doc("The query parameter that takes the cursor, unless `${cursor}` stands somewhere.")
            @Default("cursor")
            @NotBlank
            String cursorParameter)
        implements Pagination {}

    /** By numbers of pages. */
    @Doc("By page numbers, until a page has no records, or fewer than `page.size`.")
    record Page(
        @Doc("The query parameter that takes the number, unless `${page}` stands somewhere.")
            @Default("page")
            @NotBlank
            String pageParameter,
        @Doc("The number of the first page.") @Default("1") @Range(from = "0") long pageFirst,
        @Doc("How many records a full page has.") @Range(from = "1") Optional<Long> pageSize,
        @Doc("The query parameter that takes `page.size`, if the server wants one.") @NotBlank
            Optional<String> pageSizeParameter)
        implements Pagination {}

    /** By numbers of records. */
    @Doc("By the number of records read, until a page has none, or fewer than `page.size`.")
    record Offset(
        @Doc("The query parameter that takes the number, unless `${offset}` stands somewhere.")
            @Default("offset")
            @NotBlank
            String offsetParameter,
        @Doc("How many records a full page has.") @Range(from = "1") Optional<Long> pageSize,
        @Doc("The query parameter that takes `page.size`, if the server wants one.") @NotBlank
            Optional<String> pageSizeParameter)
        implements Pagination {}
  }

  /** Where a cursor is. */
  public enum CursorIn {
    ANSWER,
    RECORD
  }

  /** What a cursor is. */
  public enum CursorAs {
    PARAMETER,
    URL
  }

  /** How a poll asks only for what came since the last one. */
  public record Incremental(
      @Doc(
              "A JSON pointer to the value in a record that the next poll asks from, such as"
                  + " `/updated_at` or `/id`; when not given, each poll asks for everything.")
          @NotBlank
          Optional<String> field,
      @Doc("The query parameter that takes the value, unless `${since}` stands somewhere.")
          @Default("since")
          @NotBlank
          String parameter,
      @Doc("What the first poll asks from; when not given, it asks without the parameter.")
          @NotBlank
          Optional<String> start,
      @Doc(
              "Which value counts: the `greatest` (numbers, times of ISO 8601, or texts), or that"
                  + " of the `last` record.")
          @Default("greatest")
          Order order) {}

  /** Which value of a poll counts. */
  public enum Order {
    GREATEST,
    LAST
  }

  @Override
  public List<Problem> problems() {
    return SourceChecks.problems(this);
  }
}
