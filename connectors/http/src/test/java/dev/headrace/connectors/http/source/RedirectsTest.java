package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedirectsTest {

  @Test
  void areFollowed() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                switch (request.uri().getPath()) {
                  case "/a" -> Reply.of(301, "").with("Location", "/b/c?x=1");
                  case "/b/c" -> Reply.of(307, "").with("Location", "d");
                  default -> Reply.ok("[1]");
                })) {
      assertThat(Polling.of(server.url("/a")).texts()).containsExactly("1");
      assertThat(server.requests().getLast().uri().toString()).isEqualTo("/b/d");
    }
  }

  @Test
  void areFollowedOnlySoOften() {
    try (LocalServer server =
        new LocalServer(request -> Reply.of(302, "").with("Location", request.uri() + "x"))) {
      // When
      ConnectorException failure = Polling.of(server.url("/"), "max.redirects", "3").failure();

      // Then
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.reason().next()).contains("max.redirects");
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void toAnotherServerLoseCredentials() throws Exception {
    try (LocalServer other = new LocalServer(_ -> Reply.ok("[1]"));
        LocalServer server =
            new LocalServer(_ -> Reply.of(302, "").with("Location", other.url("/there")))) {
      // When
      List<String> texts =
          Polling.of(
                  server.url("/"),
                  "auth",
                  "bearer",
                  "token",
                  "sesame",
                  "secret.headers.X-Key",
                  "open",
                  "headers.X-Plain",
                  "yes")
              .texts();

      // Then
      assertThat(texts).containsExactly("1");
      assertThat(server.requests().getFirst().header("Authorization")).contains("Bearer sesame");
      assertThat(other.requests().getFirst().header("Authorization")).isEmpty();
      assertThat(other.requests().getFirst().header("X-Key")).isEmpty();
      assertThat(other.requests().getFirst().header("X-Plain")).contains("yes");
    }
  }

  @Test
  void toAnotherServerTakeNoBodyAlong() {
    try (LocalServer other = new LocalServer(_ -> Reply.ok("[1]"));
        LocalServer server =
            new LocalServer(_ -> Reply.of(308, "").with("Location", other.url("/")))) {
      // When
      ConnectorException failure =
          Polling.of(server.url("/"), "method", "post", "body", "{}").failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.redirect-refused");
      assertThat(other.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://224.0.0.1/",
        "http://100.100.100.200/",
        "http://2852039166/",
        "http://metadata.google.internal/",
        "http://metadata.test/",
        "http://metadata.test./",
        "http://10.0.0.1/"
      })
  void doNotLeadToWhereOnlyWeCanGo(String target) {
    try (LocalServer server = new LocalServer(_ -> Reply.of(302, "").with("Location", target))) {
      // When
      ConnectorException failure =
          Polling.of(
                  RedirectsTest::lookup,
                  server.url("/"),
                  "timeout.connect",
                  "2s",
                  "timeout.response",
                  "2s")
              .failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.address-refused");
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure.reason().next()).contains("addresses.allowed");
    }
  }

  private static List<InetAddress> lookup(String host) throws UnknownHostException {
    return host.equals("metadata.test")
        ? List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("169.254.169.254"))
        : List.of(InetAddress.getAllByName(host));
  }
}
