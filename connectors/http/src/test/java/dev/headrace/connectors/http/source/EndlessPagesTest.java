package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EndlessPagesTest {

  @Test
  void stopsWhereLinksLeadBack() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok("[1]")
                    .with(
                        "Link",
                        request.uri().getPath().equals("/b")
                            ? "</c>; rel=next"
                            : "</b>; rel=next"))) {
      // When
      ConnectorException failure = Polling.of(server.url("/a"), "pagination", "link").failure();

      // Then
      assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
      assertThat(failure.reason().code()).isEqualTo("http.endless-pages");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void stopsWhereACursorRepeats() throws Exception {
    try (LocalServer server =
        new LocalServer(_ -> Reply.ok("{\"data\": [], \"next\": \"same\"}"))) {
      // When
      ConnectorException failure =
          Polling.of(server.url("/"), "records", "/data", "pagination", "cursor", "cursor", "/next")
              .failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.endless-pages");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void stopsWhereTheServerIgnoresThePage() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1,2,3]"))) {
      // When
      ConnectorException failure = Polling.of(server.url("/"), "pagination", "page").failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.endless-pages");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void stopsAtTheMostPages() throws Exception {
    AtomicInteger page = new AtomicInteger();
    try (LocalServer server =
        new LocalServer(
            _ -> Reply.ok("{\"data\": [1], \"next\": " + page.incrementAndGet() + "}"))) {
      // When
      ConnectorException failure =
          Polling.of(
                  server.url("/"),
                  "records",
                  "/data",
                  "pagination",
                  "cursor",
                  "cursor",
                  "/next",
                  "max.pages",
                  "20")
              .failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.too-many-pages");
      assertThat(failure.reason().next()).contains("max.pages");
      assertThat(server.requests()).hasSize(20);
    }
  }

  @Test
  void doesNotFollowALinkToAnotherServer() throws Exception {
    try (LocalServer other = new LocalServer(_ -> Reply.ok("[2]"));
        LocalServer server =
            new LocalServer(
                _ -> Reply.ok("[1]").with("Link", "<" + other.url("/") + ">; rel=next"))) {
      // When
      ConnectorException failure = Polling.of(server.url("/"), "pagination", "link").failure();

      // Then
      assertThat(failure.reason().code()).isEqualTo("http.next-page-refused");
      assertThat(failure.reason().what()).contains(other.url("/"));
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void survivesALinkHeaderFullOfParameters() throws Exception {
    String flood = "<x>" + ";a".repeat(100_000);
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1]").with("Link", flood))) {
      assertThat(Polling.of(server.url("/"), "pagination", "link").texts()).containsExactly("1");
    }
  }
}
