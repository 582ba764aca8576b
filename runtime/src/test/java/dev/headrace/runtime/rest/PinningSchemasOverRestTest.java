package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSide;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /topics/orders/schema} shows what is known of a topic's JSON, and takes what is to be. */
class PinningSchemasOverRestTest {

  private static final String PATH = "/topics/orders/schema";
  private static final String RECORD =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";

  private static final String DECIMAL_WITHOUT_PRECISION =
      "{\"type\":\"bytes\",\"logicalType\":\"decimal\"}";

  private Node node;

  @BeforeEach
  void aTopic() throws Exception {
    node = new Node();
    node.log().topics().ensure("orders", OptionalInt.of(1), Map.of());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void showsWhatIsKnownAndWhereItComesFrom() throws Exception {
    // Given
    assertThat(node.get(PATH).status()).isEqualTo(404);
    assertThat(node.get(PATH).body().path("code").asText()).isEqualTo("schema.unknown");
    node.schemas()
        .infer(
            new TopicSide("orders", Side.VALUE),
            SchemaBuilder.record("orders").fields().requiredLong("id").endRecord());

    // When
    Node.Reply shown = node.get(PATH);

    // Then
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body().path("origin").asText()).isEqualTo("inferred");
    assertThat(shown.body().path("revision").asInt()).isEqualTo(1);
    assertThat(shown.body().path("side").asText()).isEqualTo("value");
    assertThat(shown.body().at("/schema/fields/0/name").asText()).isEqualTo("id");
    assertThat(node.get(PATH + "?side=key").status()).isEqualTo(404);
  }

  @Test
  void pinsAndUnpins() throws Exception {
    // When
    Node.Reply pinned = node.sendJson("PUT", PATH, RECORD);

    // Then
    assertThat(pinned.status()).isEqualTo(200);
    assertThat(pinned.body().path("origin").asText()).isEqualTo("pinned");
    assertThat(node.get(PATH).body()).isEqualTo(pinned.body());
    assertThat(node.send("DELETE", PATH, "Host: localhost", "").status()).isEqualTo(204);
    assertThat(node.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void unpinningShowsWhatCountsThen() throws Exception {
    // Given
    node.schemas()
        .declare(
            new TopicSide("orders", Side.VALUE),
            SchemaBuilder.record("orders").fields().requiredString("name").endRecord());
    node.sendJson("PUT", PATH, RECORD);

    // When
    Node.Reply left = node.send("DELETE", PATH, "Host: localhost", "");

    // Then
    assertThat(left.status()).isEqualTo(200);
    assertThat(left.body().path("origin").asText()).isEqualTo("declared");
  }

  @Test
  void saysWhatIsWrongWithASchema() throws Exception {
    assertCode(node.sendJson("PUT", PATH, "{\"type\":\"recor\"}"), 400, "schema.invalid");
    assertCode(node.sendJson("PUT", PATH, "\"long\""), 400, "schema.not-a-record");
    assertCode(
        node.sendJson("PUT", PATH, RECORD.replace("\"long\"", DECIMAL_WITHOUT_PRECISION)),
        400,
        "schema.logical-type");
    assertCode(node.sendJson("PUT", PATH, ""), 400, "schema.invalid");
    assertCode(node.sendJson("PUT", "/topics/none/schema", RECORD), 404, "topic.unknown");
    assertCode(node.get(PATH + "?side=middle"), 400, "rest.side");
    assertThat(node.sendJson("PUT", PATH + "?side=key", "\"long\"").status()).isEqualTo(200);
  }

  private static void assertCode(Node.Reply reply, int status, String code) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().path("code").asText()).isEqualTo(code);
  }
}
