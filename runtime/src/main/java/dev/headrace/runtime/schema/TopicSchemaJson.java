package dev.headrace.runtime.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * Schemas as records of the topic that keeps them. The key is {@code {"topic":"orders",
 * "side":"value"}}, the value
 *
 * <pre>{"topicId":"…","revision":3,"pinned":{…},"declared":{…},"inferred":{…}}</pre>
 *
 * with an Avro schema for each of the last three that is there; what is unknown is left out when
 * read.
 */
final class TopicSchemaJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TopicSchemaJson() {}

  static byte[] key(TopicSide of) {
    return bytes(JSON.createObjectNode().put("topic", of.topic()).put("side", of.side().text()));
  }

  static byte[] write(TopicSchema schema) {
    ObjectNode node = JSON.createObjectNode();
    node.put("topicId", schema.topicId().toString()).put("revision", schema.revision());
    put(node, "pinned", schema.pinned());
    put(node, "declared", schema.declared());
    put(node, "inferred", schema.inferred());
    return bytes(node);
  }

  /**
   * @throws IOException when it is none
   */
  static TopicSchema read(ByteBuffer utf8) throws IOException {
    JsonNode node = JSON.readTree(StandardCharsets.UTF_8.decode(utf8.duplicate()).toString());
    try {
      return new TopicSchema(
          UUID.fromString(node.path("topicId").asText()),
          node.path("revision").asInt(),
          schema(node.path("declared")),
          schema(node.path("inferred")),
          schema(node.path("pinned")));
    } catch (RuntimeException wrong) {
      throw new IOException("no schema of a topic: " + wrong.getMessage(), wrong);
    }
  }

  /** An Avro schema as a tree. */
  static JsonNode tree(Schema schema) {
    try {
      return JSON.readTree(schema.toString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a schema is JSON", impossible);
    }
  }

  static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", impossible);
    }
  }

  static Optional<Schema> schema(JsonNode node) {
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(new Schema.Parser().parse(node.toString()));
  }

  private static void put(ObjectNode node, String name, Optional<Schema> schema) {
    schema.ifPresent(one -> node.set(name, tree(one)));
  }
}
