package dev.headrace.connectors.http.sink;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Inline;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.connectors.http.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of {@code http-sink}. */
public record HttpSinkSettings(
    @Doc(
            "Where to send records, such as `https://api.example.org/orders/${key}`. May hold"
                + " placeholders behind the host: `${topic}`, `${partition}`, `${offset}`,"
                + " `${timestamp}` (milliseconds), `${key}`, `${value}`, and parts of them by JSON"
                + " pointer such as `${value:/customer/id}`, and `${header:NAME}`.")
        @NotBlank
        String url,
    @Doc("How to send them.") @Default("post") Method method,
    @Doc(
            "What to send for a record; may hold the placeholders of `url`. In JSON each is a whole"
                + " JSON value. When not given, the value as JSON.")
        @NotBlank
        Optional<String> body,
    @Doc(
            "The type of what is sent. When not given, `application/json`, or"
                + " `application/x-ndjson` when `batch` is lines.")
        @NotBlank
        Optional<String> contentType,
    @Doc("How many records go into a request.") @Default("none") Batch batch,
    @Doc(
            "What a record without a value does: `refuse` it as a bad record, `send` null, `delete`"
                + " what `url` names, or `skip` it.")
        @Default("refuse")
        Tombstones tombstones,
    @Doc("How many requests of a task may be under way. Those of one key never are.")
        @Default("4")
        @Range(from = "1", to = "256")
        int concurrency,
    @Doc("The most requests of a task in a second; less than 1 is allowed.")
        @Range(from = "0.0001", to = "100000")
        Optional<Double> requestsPerSecond,
    @Doc(
            "The header that tells a record that is sent again from a new one, such as"
                + " `Idempotency-Key`. Its value is CONNECTOR-TOPICID-PARTITION-OFFSET, and of"
                + " several records that of the first with the last offset behind it.")
        @NotBlank
        Optional<String> idempotencyHeader,
    @Doc(
            "For how long a request is tried again after a failure that may pass, until the task"
                + " fails and restarts.")
        @Default("1m")
        @Range(from = "0ms", to = "1d")
        Duration retryTimeout,
    @Doc("How long to wait before the first retry; each further wait is twice as long.")
        @Default("200ms")
        @Range(from = "1ms", to = "10m")
        Duration retryBackoff,
    @Doc("Statuses and ranges of them that may pass, so that the request is tried again.")
        @Default("408,425,429,500-599")
        List<String> statusRetry,
    @Doc("Statuses that are about the record, which is refused.") @Default("400,413,414,422,431")
        List<String> statusRefuse,
    @Doc(
            "Statuses that are as good as success, such as 409 where it says that a record is there"
                + " already. Any status that is in no list, and is not 200 to 299, stops the"
                + " connector.")
        @Default("")
        List<String> statusIgnore,
    @Inline Connection connection)
    implements Checked {

  /** How to send records. */
  public enum Method {
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** What a record without a value does. */
  public enum Tombstones {
    REFUSE,
    SEND,
    DELETE,
    SKIP
  }

  /** How many records go into a request. */
  public sealed interface Batch {

    /** One. */
    @Doc("One.")
    record None() implements Batch {}

    /** Several as a JSON array. */
    @Doc("Several, as a JSON array.")
    record Array(
        @Doc("The most records of a request.") @Default("100") @Range(from = "1", to = "100000")
            int batchSize,
        @Doc("The most bytes of a request, unless one record alone has more.")
            @Default("1MiB")
            @Range(from = "1B", to = "64MiB")
            DataSize batchBytes)
        implements Batch {}

    /** Several, a line each. */
    @Doc("Several, a line each.")
    record Lines(
        @Doc("The most records of a request.") @Default("100") @Range(from = "1", to = "100000")
            int batchSize,
        @Doc("The most bytes of a request, unless one record alone has more.")
            @Default("1MiB")
            @Range(from = "1B", to = "64MiB")
            DataSize batchBytes)
        implements Batch {}
  }

  /** The type of what is sent. */
  String type() {
    return contentType.orElse(
        batch instanceof Batch.Lines ? "application/x-ndjson" : "application/json");
  }

  @Override
  public List<Problem> problems() {
    return SinkChecks.problems(this);
  }
}
