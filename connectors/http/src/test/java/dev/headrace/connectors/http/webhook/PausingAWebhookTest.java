package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A webhook that is paused keeps its port and its path, and asks senders to come back. */
@Timeout(120)
final class PausingAWebhookTest {

  private static final Duration LINGER = Duration.ofMillis(50);

  private final Listeners listeners = new Listeners(LINGER);

  @Test
  void tellsSendersToComeBackForAsLongAsItIsPaused() throws Exception {
    Receiving receiving = receiving();
    try (AutoCloseable _ = pause(receiving)) {
      await()
          .during(LINGER.multipliedBy(6))
          .atMost(Duration.ofSeconds(60))
          .until(() -> send(receiving).statusCode() == 503);

      HttpResponse<String> answer = send(receiving);
      assertThat(answer.headers().firstValue("Retry-After")).contains("10");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      JsonNode error = new ObjectMapper().readTree(answer.body());
      assertThat(error.path("code").asText()).isEqualTo("webhook.paused");
      assertThat(error.path("message").asText()).isEqualTo("This source is paused.");
      assertThat(error.path("next").asText()).contains("when the source is resumed");
    }
  }

  @Test
  void takesItsPathBackWhenItIsResumed() throws Exception {
    Receiving before = receiving();
    AutoCloseable standIn = pause(before);
    try (Receiving after = receiving()) {
      assertThat(after.port()).isEqualTo(before.port());
      assertThat(after.deliver("1").statusCode()).isEqualTo(200);
      standIn.close();
      await()
          .during(LINGER.multipliedBy(6))
          .atMost(Duration.ofSeconds(60))
          .until(() -> after.deliver("2").statusCode() == 200);
    }
  }

  @Test
  void givesThePortBackWhenItIsStopped() throws Exception {
    Receiving receiving = receiving();
    AutoCloseable standIn = pause(receiving);
    assertThat(send(receiving).statusCode()).isEqualTo(503);

    standIn.close();

    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> new ServerSocket(receiving.port(), 1, InetAddress.getLoopbackAddress()).close());
  }

  private AutoCloseable pause(Receiving receiving) throws Exception {
    receiving.close();
    return receiving.standIn();
  }

  private static HttpResponse<String> send(Receiving to) throws Exception {
    return to.send(to.post("1")).get();
  }

  private Receiving receiving() throws Exception {
    return new Receiving("hooks", listeners, InstantSource.system());
  }
}
