package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Value;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.LocalServer.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FollowingPagesTest {

  @Test
  void readsOneAnswerWherePagesAreNotAskedFor() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1, \"two\", {\"three\": 3.10}]"))) {
      assertThat(Polling.of(server.url("/")).texts())
          .containsExactly("1", "\"two\"", "{\"three\": 3.10}");
    }
  }

  @Test
  void takesAnObjectForOneRecord() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("{\"temperature\": 21}"))) {
      assertThat(Polling.of(server.url("/")).texts()).containsExactly("{\"temperature\": 21}");
    }
  }

  @Test
  void followsLinksUntilThereIsNone() throws Exception {
    Map<String, Reply> pages =
        Map.of(
            "/a?x=1", Reply.ok("[1]").with("Link", "</b>; rel=\"next\", </z>; rel=\"last\""),
            "/b", Reply.ok("[2]").with("Link", "<c?d=%20>;title=\"a, <b>\";rel=\"prev NEXT\""),
            "/c?d=%20", Reply.ok("[3]").with("Link", "</a>; rel=first; x=next"));
    try (LocalServer server =
        new LocalServer(
            request -> pages.getOrDefault(request.uri().toString(), Reply.of(500, "")))) {
      assertThat(Polling.of(server.url("/a?x=1"), "pagination", "link").texts())
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void passesACursorAsAParameter() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                request.parameter("after").isEmpty()
                    ? Reply.ok("{\"next\": \"a b&c\", \"data\": [1]}")
                    : Reply.ok("{\"data\": [2], \"next\": \"\"}"))) {
      // When
      List<String> texts =
          Polling.of(
                  server.url("/?q=1"),
                  "records",
                  "/data",
                  "pagination",
                  "cursor",
                  "cursor",
                  "/next",
                  "cursor.parameter",
                  "after")
              .texts();

      // Then
      assertThat(texts).containsExactly("1", "2");
      assertThat(server.requests())
          .extracting(request -> request.uri().toString())
          .containsExactly("/?q=1", "/?q=1&after=a%20b%26c");
    }
  }

  @Test
  void putsACursorIntoTheBody() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                request.text().contains("null")
                    ? Reply.ok("{\"page\": {\"end\": \"x\\\"y\"}, \"data\": [1]}")
                    : Reply.ok("{\"page\": {\"end\": null}, \"data\": [2]}"))) {
      // When
      List<String> texts =
          Polling.of(
                  server.url("/graphql"),
                  "method",
                  "post",
                  "body",
                  "{\"after\": ${cursor}}",
                  "records",
                  "/data",
                  "pagination",
                  "cursor",
                  "cursor",
                  "/page/end")
              .texts();

      // Then
      assertThat(texts).containsExactly("1", "2");
      assertThat(server.requests())
          .extracting(Request::text)
          .containsExactly("{\"after\": null}", "{\"after\": \"x\\\"y\"}");
      assertThat(server.requests().getFirst().header("Content-Type")).contains("application/json");
    }
  }

  @Test
  void takesTheCursorFromTheLastRecord() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                switch (request.parameter("cursor").orElse("")) {
                  case "" -> Reply.ok("[{\"id\": 7}, {\"id\": 9}]");
                  case "9" -> Reply.ok("[{\"id\": 12}]");
                  case "12" -> Reply.ok("[]");
                  default -> Reply.of(500, "");
                })) {
      assertThat(
              Polling.of(
                      server.url("/"),
                      "pagination",
                      "cursor",
                      "cursor",
                      "/id",
                      "cursor.in",
                      "record")
                  .texts())
          .hasSize(3);
    }
  }

  @Test
  void followsACursorThatIsAUrl() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                request.uri().toString().equals("/v1/items")
                    ? Reply.ok("{\"items\": [1], \"next\": \"/v1/items?p=2\"}")
                    : Reply.ok("{\"items\": [2], \"next\": null}"))) {
      assertThat(
              Polling.of(
                      server.url("/v1/items"),
                      "records",
                      "/items",
                      "pagination",
                      "cursor",
                      "cursor",
                      "/next",
                      "cursor.as",
                      "url")
                  .texts())
          .containsExactly("1", "2");
    }
  }

  @Test
  void countsPagesUntilOneIsNotFull() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                switch (request.parameter("p").orElse("")) {
                  case "0" -> Reply.ok("[1,2]");
                  case "1" -> Reply.ok("[3,4]");
                  case "2" -> Reply.ok("[5]");
                  default -> Reply.of(500, "");
                })) {
      // When
      List<String> texts =
          Polling.of(
                  server.url("/"),
                  "pagination",
                  "page",
                  "page.parameter",
                  "p",
                  "page.first",
                  "0",
                  "page.size",
                  "2",
                  "page.size.parameter",
                  "n")
              .texts();

      // Then
      assertThat(texts).containsExactly("1", "2", "3", "4", "5");
      assertThat(server.requests()).allMatch(request -> request.parameter("n").get().equals("2"));
    }
  }

  @Test
  void countsPagesUntilOneIsEmpty() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request -> Reply.ok(request.uri().getPath().equals("/1") ? "[1,2]" : "[]"))) {
      assertThat(Polling.of(server.url("/${page}"), "pagination", "page").texts()).hasSize(2);
      assertThat(server.requests())
          .extracting(request -> request.uri().toString())
          .containsExactly("/1", "/2");
    }
  }

  @Test
  void countsOffsets() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                switch (request.parameter("offset").orElse("")) {
                  case "0" -> Reply.ok("[1,2]");
                  case "2" -> Reply.ok("[3]");
                  case "3" -> Reply.ok("[]");
                  default -> Reply.of(500, "");
                })) {
      assertThat(Polling.of(server.url("/"), "pagination", "offset").texts())
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void takesTheKeyOfEachRecord() throws Exception {
    try (LocalServer server =
        new LocalServer(_ -> Reply.ok("[{\"a\":{\"id\":\"x\"}},{\"a\":{\"id\":17}},{\"a\":{}}]"))) {
      // When
      var output = Polling.of(server.url("/"), "key", "/a/id").poll();

      // Then
      assertThat(output.records())
          .extracting(record -> record.key().orElseThrow())
          .first()
          .isEqualTo(new Value.Text("x"));
      assertThat(output.records()).hasSize(2);
      assertThat(output.rejected())
          .singleElement()
          .satisfies(
              rejected -> {
                assertThat(rejected.why().code()).isEqualTo("http.no-key");
                assertThat(rejected.raw().where()).endsWith(", page 1, record 3");
              });
    }
  }
}
