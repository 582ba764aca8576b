package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.http.RawServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class GoingThroughAProxyTest {

  @Test
  void asksTheProxyAndLeavesTheNameToIt() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    try (RawServer proxy =
        new RawServer(
            connection -> {
              requests.add(connection.request());
              connection.sendHead("Content-Length: 3");
              connection.send("[1]");
            })) {
      // When
      List<String> texts =
          Polling.of(
                  "http://only-the-proxy-knows.test/x",
                  "proxy.url",
                  proxy.url(""),
                  "proxy.user",
                  "me",
                  "proxy.password",
                  "sesame")
              .texts();

      // Then
      assertThat(texts).containsExactly("1");
      assertThat(requests)
          .singleElement()
          .asString()
          .startsWith("GET http://only-the-proxy-knows.test/x HTTP/1.1")
          .containsIgnoringCase("Proxy-Authorization: Basic bWU6c2VzYW1l");
    }
  }

  @Test
  void saysWhatTheProxyLacks() throws Exception {
    try (RawServer proxy =
        new RawServer(
            connection ->
                connection.send(
                    "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"))) {
      // When
      ConnectorException failure =
          Polling.of("http://x.test/", "proxy.url", proxy.url("")).failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.status-407");
      assertThat(failure.reason().next()).contains("proxy.user");
    }
  }
}
