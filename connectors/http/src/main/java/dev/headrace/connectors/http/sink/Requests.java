package dev.headrace.connectors.http.sink;

import dev.headrace.connector.SinkContext;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connectors.http.client.Ask;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.sink.HttpSinkSettings.Batch;
import dev.headrace.connectors.http.template.Escape;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the request of a delivery. Stateless. */
final class Requests {

  private final HttpSinkSettings settings;
  private final SinkContext context;

  Requests(HttpSinkSettings settings, SinkContext context) {
    this.settings = settings;
    this.context = context;
  }

  Ask of(TopicPartition partition, Delivery delivery) {
    Message first = delivery.first();
    Map<String, String> headers = new HashMap<>(first.headers());
    settings
        .idempotencyHeader()
        .ifPresent(name -> headers.put(name, idempotencyKey(partition, delivery)));
    Optional<Ask.Body> body =
        first.method().equals("DELETE") && first.body().length == 0
            ? Optional.empty()
            : Optional.of(new Ask.Body(body(delivery.messages()), settings.type()));
    return new Ask(first.method(), first.uri(), headers, body);
  }

  /** The same for the same records, whenever they are sent; another one for any others. */
  private String idempotencyKey(TopicPartition partition, Delivery delivery) {
    String first =
        context.connectorName()
            + "-"
            + context.topicId(partition.topic())
            + "-"
            + partition.partition()
            + "-"
            + delivery.first().offset();
    String key = delivery.messages().size() == 1 ? first : first + "-" + delivery.last().offset();
    return Escape.HEADER.apply(Optional.of(JsonText.quote(key)));
  }

  private byte[] body(List<Message> messages) {
    return switch (settings.batch()) {
      case Batch.None() -> messages.getFirst().body();
      case Batch.Array _ -> array(messages);
      case Batch.Lines _ -> lines(messages);
    };
  }

  private static byte[] array(List<Message> messages) {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    for (Message message : messages) {
      array.write(array.size() == 0 ? '[' : ',');
      array.writeBytes(message.body());
    }
    array.write(']');
    return array.toByteArray();
  }

  /** In JSON, a line end that is not escaped is nothing but white space. */
  private static byte[] lines(List<Message> messages) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Message message : messages) {
      for (byte b : message.body()) {
        lines.write(b == '\n' || b == '\r' ? ' ' : b);
      }
      lines.write('\n');
    }
    return lines.toByteArray();
  }
}
