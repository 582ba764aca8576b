package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RefusingRequestsTest {

  @Test
  void ofOtherPathsAndMethods() throws Exception {
    try (Receiving receiving = new Receiving()) {
      HttpRequest.Builder elsewhere =
          HttpRequest.newBuilder(URI.create(receiving.url() + "/x"))
              .POST(HttpRequest.BodyPublishers.ofString("{}"));
      assertThat(receiving.deliver(elsewhere).statusCode()).isEqualTo(404);

      HttpResponse<String> get =
          receiving.deliver(HttpRequest.newBuilder(URI.create(receiving.url())));
      assertThat(get.statusCode()).isEqualTo(405);
      assertThat(get.headers().firstValue("Allow")).contains("POST");
    }
  }

  @Test
  void thatAreCompressed() throws Exception {
    try (Receiving receiving = new Receiving()) {
      assertThat(
              receiving
                  .deliver(receiving.post("{}").header("Content-Encoding", "gzip"))
                  .statusCode())
          .isEqualTo(415);
    }
  }

  @Test
  void thatAnnounceTooMuchBeforeAnyOfItIsSent() throws Exception {
    try (Receiving receiving = new Receiving("max.body.size", "1KiB")) {
      assertThat(raw(receiving, head("Expect: 100-continue", "Content-Length: 999999999999")))
          .startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void thatSendMoreThanAllowedWithoutAnnouncingIt() throws Exception {
    try (Receiving receiving = new Receiving("max.body.size", "1KiB")) {
      HttpRequest.BodyPublisher chunked =
          HttpRequest.BodyPublishers.fromPublisher(
              HttpRequest.BodyPublishers.ofString("1".repeat(5000)));
      HttpResponse<String> answer =
          receiving.deliver(HttpRequest.newBuilder(URI.create(receiving.url())).POST(chunked));
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("max.body.size");
      assertThat(receiving.records()).isEmpty();
    }
  }

  @Test
  void whenMoreRecordsWaitThanMayWait() throws Exception {
    try (Receiving receiving = new Receiving("queue.records", "2")) {
      // Given
      List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(receiving.send(receiving.post("" + i)));
        receiving.awaitWake();
      }

      // When
      HttpResponse<String> third = receiving.send(receiving.post("2")).get();

      // Then
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.headers().firstValue("Retry-After")).contains("1");
      receiving.read();
      receiving.commit();
      assertThat(waiting).allMatch(answer -> answer.join().statusCode() == 200);
      assertThat(receiving.deliver("3").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whenMoreBytesWaitThanMayWait() throws Exception {
    try (Receiving receiving = new Receiving("queue.size", "100B")) {
      // Given
      String long60 = "\"" + "x".repeat(58) + "\"";
      CompletableFuture<HttpResponse<String>> first = receiving.send(receiving.post(long60));
      receiving.awaitWake();

      // Then
      assertThat(receiving.send(receiving.post(long60)).get().statusCode()).isEqualTo(429);
      receiving.read();
      receiving.commit();
      assertThat(first.get().statusCode()).isEqualTo(200);
      for (int i = 0; i < 5; i++) {
        assertThat(receiving.deliver(long60).statusCode()).isEqualTo(200);
        assertThat(receiving.deliver("{").statusCode()).isEqualTo(400);
      }
    }
  }

  @Test
  void whileTheSourceStops() throws Exception {
    Receiving receiving = new Receiving();
    receiving.close();
    assertThat(receiving.send(receiving.post("1")).get().statusCode()).isEqualTo(503);
  }

  @Test
  void withHeadsThatAreTooLong() throws Exception {
    try (Receiving receiving = new Receiving()) {
      assertThat(
              raw(
                  receiving,
                  "POST /hook HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void thatDoNotComeInTime() throws Exception {
    try (Receiving receiving = new Receiving("webhook.timeout", "300ms")) {
      assertThat(raw(receiving, "")).isEmpty();
      assertThat(raw(receiving, "POST /hook HT")).isEmpty();
      assertThat(raw(receiving, "POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n[1"))
          .isEmpty();
    }
  }

  /** Each byte comes soon enough, and the whole does not. */
  @Test
  void thatDrip() throws Exception {
    try (Receiving receiving = new Receiving("webhook.timeout", "500ms");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiving.port())) {
      byte[] head = "POST /hook HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(head);
      socket.setSoTimeout(10);
      boolean closed = false;
      while (!closed) {
        closed = !drips(socket);
      }
      assertThat(closed).isTrue();
    }
  }

  /** Sends a header more; whether the connection is still open. */
  private static boolean drips(Socket socket) {
    try {
      socket.getOutputStream().write("X: y\r\n".getBytes(StandardCharsets.US_ASCII), 0, 1);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException nothingYet) {
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void ofMoreConnectionsThanAllowed() throws Exception {
    try (Receiving receiving = new Receiving("webhook.max.connections", "1")) {
      String request = "POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n";
      try (Socket first = new Socket(InetAddress.getLoopbackAddress(), receiving.port())) {
        first.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        first.getOutputStream().write('7');
        receiving.awaitAndRead();

        assertThat(raw(receiving, request + "8")).isEmpty();
        receiving.read();
        assertThat(receiving.texts()).containsExactly("7");
      }
    }
  }

  private static String head(String... headers) {
    return "POST /hook HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  /** Sends bytes as they are, and reads until the other side closes or answers. */
  private static String raw(Receiving receiving, String bytes) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiving.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().readNBytes(answer, 0, answer.length);
      return new String(answer, 0, length, StandardCharsets.US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }
}
