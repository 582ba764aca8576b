package dev.headrace.connectors.http.sink;

import dev.headrace.connector.Reason;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connectors.http.sink.HttpSinkSettings.Tombstones;
import dev.headrace.connectors.http.template.Escape;
import dev.headrace.connectors.http.template.Placeholder;
import dev.headrace.connectors.http.template.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes messages of records. Used by one thread. */
final class Messages {

  /** What became of a record. */
  sealed interface Made {
    /** It is to be sent. */
    record Sent(Message message) implements Made {}

    /** It cannot be sent, ever. */
    record Unfit(Reason why) implements Made {}

    /** It is not to be sent. */
    record Skipped() implements Made {}
  }

  private static final byte[] NOTHING = {};

  private final HttpSinkSettings settings;
  private final Template url;
  private final Optional<Template> body;
  private final Map<String, Template> headers;
  private final Escape escape;
  private final RecordValues values;
  private final boolean usesKeys;

  /**
   * @param headers those that have placeholders
   */
  Messages(HttpSinkSettings settings, Map<String, Template> headers) {
    this.settings = settings;
    this.url = Template.parse(settings.url().trim());
    this.body = settings.body().map(Template::parse);
    this.headers = headers;
    this.escape = Escape.of(settings.type());
    this.usesKeys = SinkChecks.usesKeys(settings);
    List<Placeholder> gaps =
        Stream.of(Stream.of(url), body.stream(), headers.values().stream())
            .flatMap(templates -> templates)
            .flatMap(Template::placeholders)
            .toList();
    this.values = new RecordValues(gaps);
  }

  /** The message of the record at which the batch stands. */
  Made of(SinkBatch record) {
    try {
      values.look(record, usesKeys);
    } catch (IOException noJson) {
      return new Made.Unfit(
          new Reason(
              "http.not-json",
              "The key or the value is not JSON: " + noJson.getMessage() + ".",
              "Set `key.format` and `value.format` to what is in the topic."));
    }
    if (values.isTombstone() && settings.tombstones() != Tombstones.SEND) {
      return tombstone(record);
    }
    return message(record, settings.method().name(), body());
  }

  private Made tombstone(SinkBatch record) {
    return switch (settings.tombstones()) {
      case SKIP -> new Made.Skipped();
      case DELETE -> message(record, "DELETE", NOTHING);
      case REFUSE, SEND ->
          new Made.Unfit(
              new Reason(
                  "http.tombstone",
                  "The record has no value.",
                  "Set `tombstones` to what such records mean: send, delete or skip."));
    };
  }

  private Made message(SinkBatch record, String method, byte[] sent) {
    Optional<Placeholder> missing =
        url.placeholders().filter(gap -> values.of(gap).isEmpty()).findFirst();
    if (missing.isPresent()) {
      return new Made.Unfit(
          new Reason(
              "http.nothing-for-url",
              "The record has nothing for " + missing.get() + " in `url`.",
              "Correct `url`, or what writes such records."));
    }
    URI uri = URI.create(url.fill(gap -> Escape.URL.apply(values.of(gap))));
    return new Made.Sent(new Message(record.offset(), method, uri, headers(), sent));
  }

  private byte[] body() {
    return body.map(
            template ->
                template.fill(gap -> escape.apply(values.of(gap))).getBytes(StandardCharsets.UTF_8))
        .orElseGet(values::value);
  }

  /** A header without a value is left out. */
  private Map<String, String> headers() {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, String> filled = new LinkedHashMap<>();
    headers.forEach(
        (name, template) -> {
          String value = template.fill(gap -> Escape.HEADER.apply(values.of(gap)));
          if (!value.isBlank()) {
            filled.put(name, value);
          }
        });
    return filled;
  }
}
