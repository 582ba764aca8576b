package dev.headrace.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Reason;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code /health}: Kafka Connect's answer, and what is wrong. */
class TellingHealthOverRestTest {

  private final Node node;

  TellingHealthOverRestTest() throws IOException {
    node = new Node();
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void isHealthyWhenNothingIsWrong() throws IOException {
    Node.Reply health = node.get("/health");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body().path("status").asText()).isEqualTo("healthy");
    assertThat(health.body().path("problems")).isEmpty();
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() throws IOException {
    node.troubles(
        new Reason("disk.full", "The disk is full.", "Make room."),
        new Reason("log.partition-offline", "orders-0 is offline.", "Restart."));

    Node.Reply health = node.get("/health");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body().path("status").asText()).isEqualTo("degraded");
    assertThat(health.body().path("message").asText()).isEqualTo("The disk is full.");
    assertThat(health.body().at("/problems/0/code").asText()).isEqualTo("disk.full");
    assertThat(health.body().at("/problems/1/what").asText()).isEqualTo("orders-0 is offline.");
    assertThat(health.body().at("/problems/1/next").asText()).isEqualTo("Restart.");
  }
}
