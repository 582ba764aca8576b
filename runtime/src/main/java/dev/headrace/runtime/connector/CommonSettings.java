package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.DurationText;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.OneOf;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.deadletter.ErrorPolicy.DeadLetterTopic;
import dev.headrace.runtime.format.Format;
import dev.headrace.runtime.format.Formats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings that every connector has, by the names they have in Kafka Connect. */
public record CommonSettings(
    @Doc("The name of the connector; its offsets are kept under it.") @NotBlank String name,
    @Doc("Which connector it is, such as file-source.") @NotBlank String connectorClass,
    @Doc("How many tasks may share the work.") @Default("1") @Range(from = "1", to = "1000")
        int tasksMax,
    @Doc(
            "How keys lie in the topic: plain JSON, JSON in Kafka Connect's envelope of schema and"
                + " payload, Avro, UTF-8 text, or bytes.")
        @Default("json")
        @OneOf({"json", "json-envelope", "avro", "text", "bytes"})
        String keyFormat,
    @Doc("How values lie in the topic, as `key.format` says it.")
        @Default("json")
        @OneOf({"json", "json-envelope", "avro", "text", "bytes"})
        String valueFormat,
    @Doc("What a record that is refused does: none stops the task, all goes on behind it.")
        @Default("none")
        ErrorPolicy.Tolerance errorsTolerance,
    @Doc(
            "The topic that takes what is refused, with its bytes; made when it does not exist,"
                + " with one partition. Sources have it too.")
        @NotBlank
        Optional<String> errorsDeadletterqueueTopicName,
    @Doc(
            "Whether headers of a dead letter say where the record came from and why it was"
                + " refused, named as Kafka Connect names them.")
        @Default("true")
        boolean errorsDeadletterqueueContextHeadersEnable,
    @Doc("As Kafka Connect has it; one node holds one copy, whatever is set.")
        @Default("1")
        @Range(from = "-1", to = "32767")
        int errorsDeadletterqueueTopicReplicationFactor,
    @Doc(
            "How long what fails for a transient reason is tried again, counted from the first"
                + " failure in a row; -1 for without end, 0 for not at all.")
        @Default("-1")
        String errorsRetryTimeout,
    @Doc(
            "The longest wait before something is tried again; waits double from one second up to"
                + " it.")
        @Default("60s")
        @Range(from = "1ms", to = "1d")
        Duration errorsRetryDelayMaxMs)
    implements Checked {

  private static final String WITHOUT_END = "-1";

  Formats formats() {
    return new Formats(
        Format.named(keyFormat).orElseThrow(), Format.named(valueFormat).orElseThrow());
  }

  RetryPolicy retries() {
    return new RetryPolicy(
        errorsRetryTimeout.strip().equals(WITHOUT_END)
            ? Optional.empty()
            : Optional.of(DurationText.parse(errorsRetryTimeout.strip())),
        errorsRetryDelayMaxMs);
  }

  @Override
  public List<Problem> problems() {
    try {
      RetryPolicy _ = retries();
      return List.of();
    } catch (IllegalArgumentException wrong) {
      return List.of(
          new Problem(
              "config.wrong-type",
              "errors.retry.timeout",
              "`errors.retry.timeout` is \""
                  + errorsRetryTimeout
                  + "\"; expected is "
                  + DurationText.EXPECTED
                  + ", or -1.",
              "Set `errors.retry.timeout` to how long to try, or leave it out for without end."));
    }
  }

  ErrorPolicy errors() {
    ErrorPolicy.Context context =
        errorsDeadletterqueueContextHeadersEnable
            ? ErrorPolicy.Context.HEADERS
            : ErrorPolicy.Context.NONE;
    return new ErrorPolicy(
        errorsTolerance,
        errorsDeadletterqueueTopicName.map(topic -> new DeadLetterTopic(topic, context)));
  }
}
