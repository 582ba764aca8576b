package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.http.TlsFiles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SharingListenersTest {

  private final Listeners listeners = new Listeners(Duration.ofMillis(100));

  @Test
  void takesSeveralPathsAtOneAddress() throws Exception {
    try (Receiving a = receiving("a", "path", "/a");
        Receiving b = receiving("b", "path", "/b")) {
      assertThat(a.port()).isEqualTo(b.port());
      assertThat(a.deliver("1").statusCode()).isEqualTo(200);
      assertThat(b.deliver("2").statusCode()).isEqualTo(200);
      assertThat(a.texts()).containsExactly("1");
      assertThat(b.texts()).containsExactly("2");
    }
  }

  @Test
  void goesOnForOthersWhenOneStops() throws Exception {
    try (Receiving b = receiving("b", "path", "/b")) {
      Receiving a = receiving("a", "path", "/a");
      a.close();
      assertThat(a.send(a.post("1")).get().statusCode()).isEqualTo(503);
      assertThat(b.deliver("2").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void givesTheAddressBackWhenAllHaveStopped() throws Exception {
    Receiving only = receiving("a");
    int port = only.port();
    only.close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close());
  }

  @Test
  void letsAPathBelongToOneConnector() throws Exception {
    try (Receiving first = receiving("first")) {
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> receiving("second"))
          .satisfies(
              refused -> {
                assertThat(refused.kind()).isEqualTo(Kind.CONFIGURATION);
                assertThat(refused.reason().what()).contains("/hook").contains("first");
              });
      assertThat(first.deliver("1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void letsARestartedConnectorTakeItsPathOver() throws Exception {
    try (Receiving stuck = receiving("same")) {
      CompletableFuture<HttpResponse<String>> left = stuck.send(stuck.post("1"));
      stuck.awaitWake();
      try (Receiving next = receiving("same")) {
        assertThat(left.get().statusCode()).isEqualTo(503);
        assertThat(next.deliver("2").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void wantsTheSameTermsFromAll() throws Exception {
    try (Receiving first = receiving("first", "path", "/a")) {
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> receiving("second", "path", "/b", "webhook.max.connections", "5"))
          .satisfies(refused -> assertThat(refused.reason().code()).isEqualTo("webhook.in-use"));
      assertThat(first.deliver("1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysWhenSomebodyElseListens() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> receiving("a", "webhook.listen", "127.0.0.1:" + other.getLocalPort()))
          .satisfies(
              refused -> {
                assertThat(refused.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(refused.reason().code()).isEqualTo("webhook.address-in-use");
              });
    }
  }

  @Test
  void encrypts(@TempDir Path folder) throws Exception {
    TlsFiles files = TlsFiles.make(folder, "hooks", "RSA");
    HttpClient client = HttpClient.newBuilder().sslContext(files.context(files)).build();
    try (Receiving receiving =
        receiving(
            "a",
            "webhook.tls.certificate",
            files.certificate().toString(),
            "webhook.tls.key",
            files.key().toString())) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + receiving.port() + "/hook"))
              .timeout(Duration.ofSeconds(60))
              .POST(HttpRequest.BodyPublishers.ofString("1"))
              .build();
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      receiving.awaitAndRead();
      receiving.commit();
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
  }

  private Receiving receiving(String connector, String... settings) throws ConnectorException {
    return new Receiving(connector, listeners, InstantSource.system(), settings);
  }
}
