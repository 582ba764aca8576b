package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AskingForWhatIsNewTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          9, 10, 7                                              | 10
          1.5, 1.25                                             | 1.5
          "b", "a"                                              | b
          "2026-01-01T10:00:00+02:00", "2026-01-01T09:00:00Z"   | 2026-01-01T09:00:00Z
          "2026-01-01T09:00:00Z", "2026-01-01T09:00:00.5Z"      | 2026-01-01T09:00:00.5Z
          "2026-01-01", "2025-12-31"                            | 2026-01-01
          """)
  void asksFromTheGreatestValueSeen(String values, String greatest) throws Exception {
    String body = "[{\"at\":" + String.join("},{\"at\":", values.split(", ")) + "}]";
    try (LocalServer server = new LocalServer(_ -> Reply.ok(body))) {
      // Given
      Polling polling = Polling.of(server.url("/"), "incremental.field", "/at");

      // When
      polling.poll();
      polling.poll();

      // Then
      assertThat(server.requests())
          .extracting(request -> request.parameter("since"))
          .containsExactly(Optional.empty(), Optional.of(greatest));
    }
  }

  @Test
  void asksFromTheLastValueWhereTheServerSorts() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[{\"v\":\"z\"},{\"v\":\"c\"}]"))) {
      // Given
      Polling polling =
          Polling.of(
              server.url("/from/${since}"),
              "incremental.field",
              "/v",
              "incremental.order",
              "last",
              "incremental.start",
              "a/b");

      // When
      polling.poll();
      polling.poll();

      // Then
      assertThat(server.requests())
          .extracting(request -> request.uri().toString())
          .containsExactly("/from/a%2Fb", "/from/c");
    }
  }

  @Test
  void goesOnAskingFromTheSameWhileNothingIsNew() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok(request.parameter("id").get().equals("5") ? "[{\"id\":6}]" : "[]"))) {
      // Given
      Polling polling =
          Polling.of(
              server.url("/"),
              "incremental.field",
              "/id",
              "incremental.parameter",
              "id",
              "incremental.start",
              "5");

      // When
      polling.poll();
      polling.poll();
      polling.poll();

      // Then
      assertThat(server.requests())
          .extracting(request -> request.parameter("id").get())
          .containsExactly("5", "6", "6");
    }
  }

  @Test
  void doesNotAskFromFurtherOnWhileAPollIsUnderWay() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok(
                    request.parameter("page").get().equals("1")
                        ? "[{\"id\":9},{\"id\":3}]"
                        : "[{\"id\":4}]"))) {
      // Given
      Polling polling =
          Polling.of(
              server.url("/"),
              "incremental.field",
              "/id",
              "incremental.start",
              "1",
              "pagination",
              "page",
              "page.size",
              "2");

      // When
      polling.poll();
      polling.poll();

      // Then
      assertThat(server.requests())
          .extracting(request -> request.parameter("since").get())
          .containsExactly("1", "1", "9", "9");
    }
  }

  @Test
  void doesNotAskFromFurtherOnWhenAPageWasBroken() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok(
                    request.parameter("page").get().equals("1")
                        ? "[{\"id\":2},{\"id\":3},"
                        : "[{\"id\":9}]"))) {
      // Given
      Polling polling =
          Polling.of(
              server.url("/"),
              "incremental.field",
              "/id",
              "incremental.start",
              "1",
              "pagination",
              "page",
              "page.size",
              "3");

      // When
      var output = polling.poll();

      // Then
      assertThat(output.rejected()).hasSize(1);
      assertThat(output.texts()).containsExactly("{\"id\":2}", "{\"id\":3}", "{\"id\":9}");
      assertThat(polling.committed().orElseThrow().since()).contains("1");
    }
  }

  @Test
  void sendsValidatorsThatSurviveARestart() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                request.header("If-None-Match").equals(Optional.of("W/\"7\""))
                    ? Reply.of(304, "")
                    : Reply.ok("[1]").with("ETag", "W/\"7\"").with("Last-Modified", "then"))) {
      // Given
      Polling polling = Polling.of(server.url("/"));

      // When
      assertThat(polling.texts()).containsExactly("1");
      assertThat(polling.texts()).isEmpty();
      assertThat(polling.texts()).isEmpty();

      // Then
      assertThat(server.requests().getLast().header("If-Modified-Since")).contains("then");
    }
  }

  @Test
  void sendsNoValidatorsWhenToldSo() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1]").with("ETag", "\"7\""))) {
      // Given
      Polling polling = Polling.of(server.url("/"), "conditional", "false");

      // When
      polling.poll();
      polling.poll();

      // Then
      assertThat(server.requests()).allMatch(request -> request.header("If-None-Match").isEmpty());
    }
  }

  @Test
  void forgetsValidatorsOfAnotherQuestion() throws Exception {
    try (LocalServer server =
        new LocalServer(_ -> Reply.ok("[{\"id\":1}]").with("ETag", "\"7\""))) {
      // Given
      Polling polling = Polling.of(server.url("/"), "incremental.field", "/id");

      // When
      polling.poll();
      polling.poll();
      polling.poll();

      // Then
      assertThat(server.requests())
          .extracting(request -> request.header("If-None-Match"))
          .containsExactly(Optional.empty(), Optional.empty(), Optional.of("\"7\""));
    }
  }
}
