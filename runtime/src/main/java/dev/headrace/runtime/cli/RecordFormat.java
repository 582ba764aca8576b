package dev.headrace.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.runtime.format.AvroText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Option;

/** The options that say how a record is printed. */
final class RecordFormat {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @Option(names = "--offsets", description = "Partition and offset before each record.")
  private boolean offsets;

  @Option(names = "--keys", description = "The key before each value.")
  private boolean keys;

  @Option(names = "--json", description = "One JSON object per record, with all of it.")
  private boolean json;

  /**
   * One record, without the end of the line. Avro is printed as JSON.
   *
   * @param avro makes JSON of what is Avro
   */
  String text(ConsumerRecord<byte[], byte[]> record, AvroText avro) {
    byte[] key = readable(record.key(), avro);
    byte[] value = readable(record.value(), avro);
    if (json) {
      return json(record, key, value).toString();
    }
    StringBuilder line = new StringBuilder();
    if (offsets) {
      line.append(record.partition()).append(':').append(record.offset()).append('\t');
    }
    if (keys) {
      line.append(text(key)).append('\t');
    }
    return line.append(text(value)).toString();
  }

  private static byte[] readable(byte[] bytes, AvroText avro) {
    return bytes == null ? null : avro.json(bytes).orElse(bytes);
  }

  private static ObjectNode json(ConsumerRecord<byte[], byte[]> record, byte[] key, byte[] value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("topic", record.topic()).put("partition", record.partition());
    object.put("offset", record.offset());
    object.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
    object.set("key", node(key));
    object.set("value", node(value));
    if (record.headers().iterator().hasNext()) {
      ObjectNode headers = object.putObject("headers");
      for (Header header : record.headers()) {
        headers.put(header.key(), text(header.value()));
      }
    }
    return object;
  }

  /** JSON as such, anything else as text. */
  private static JsonNode node(byte[] bytes) {
    if (bytes == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      JsonNode parsed = JSON.readTree(bytes);
      return parsed.isMissingNode() ? JsonNodeFactory.instance.textNode("") : parsed;
    } catch (JsonProcessingException notJson) {
      return JsonNodeFactory.instance.textNode(text(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory", impossible);
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
