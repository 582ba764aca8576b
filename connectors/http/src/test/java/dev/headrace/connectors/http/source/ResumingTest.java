package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ResumingTest {

  @Test
  void goesOnInTheMiddleOfAPage() throws Exception {
    try (LocalServer server = new LocalServer(_ -> Reply.ok("[1, 2, 3, 4]"))) {
      // Given
      Polling polling = Polling.of(server.url("/"));
      assertThat(readThenDie(polling, 3)).containsExactly("1", "2", "3");

      // Then
      assertThat(polling.texts()).containsExactly("4");
    }
  }

  @Test
  void goesOnWhereOnlyMoreWasAppended() throws Exception {
    AtomicReference<String> page = new AtomicReference<>("[1, 2, 3]");
    try (LocalServer server = new LocalServer(_ -> Reply.ok(page.get()))) {
      // Given
      Polling polling = Polling.of(server.url("/"));
      readThenDie(polling, 2);

      // When
      page.set("[1, 2, 3, 4]");

      // Then
      assertThat(polling.texts()).containsExactly("3", "4");
    }
  }

  @Test
  void readsAChangedPageFromItsBeginning() throws Exception {
    for (String changed : List.of("[0, 1, 2, 3]", "[2, 1, 3]", "[1]", "[]")) {
      AtomicReference<String> page = new AtomicReference<>("[1, 2, 3]");
      try (LocalServer server = new LocalServer(_ -> Reply.ok(page.get()))) {
        // Given
        Polling polling = Polling.of(server.url("/"));
        readThenDie(polling, 2);

        // When
        page.set(changed);

        // Then
        assertThat("[" + String.join(", ", polling.texts()) + "]").isEqualTo(changed);
      }
    }
  }

  @Test
  void goesOnBetweenPages() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok(
                    switch (request.parameter("page").get()) {
                      case "1" -> "[1, 2]";
                      case "2" -> "[3, 4]";
                      default -> "[]";
                    }))) {
      // Given
      Polling polling = Polling.of(server.url("/"), "pagination", "page");
      readThenDie(polling, 3);

      // When
      int asked = server.requests().size();
      List<String> texts = polling.texts();

      // Then
      assertThat(texts).containsExactly("4");
      assertThat(server.requests().get(asked).parameter("page")).contains("2");
    }
  }

  @Test
  void beginsAnewWhenThePageIsForgotten() throws Exception {
    AtomicReference<String> known = new AtomicReference<>("old");
    try (LocalServer server =
        new LocalServer(
            request -> {
              String cursor = request.parameter("cursor").orElse("");
              String next = "\"" + known.get() + "\"";
              return switch (cursor) {
                case "" -> Reply.ok("{\"data\": [1, 2], \"next\": " + next + "}");
                case String _ when cursor.equals(known.get()) -> Reply.ok("{\"data\": [3, 4]}");
                default -> Reply.of(410, "expired");
              };
            })) {
      // Given
      Polling polling =
          Polling.of(
              server.url("/"), "records", "/data", "pagination", "cursor", "cursor", "/next");
      readThenDie(polling, 3);

      // When
      known.set("new");

      // Then
      assertThat(polling.texts()).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void remembersThatAPageWasBroken() throws Exception {
    try (LocalServer server =
        new LocalServer(
            request ->
                Reply.ok(
                    switch (request.parameter("page").get()) {
                      case "1" -> "[{\"id\": 7}, oops";
                      case "2" -> "[{\"id\": 8}, {\"id\": 9}]";
                      default -> "[]";
                    }))) {
      // Given
      Polling polling =
          Polling.of(server.url("/"), "pagination", "page", "incremental.field", "/id");
      readThenDie(polling, 3);

      // When
      polling.poll();

      // Then
      assertThat(polling.committed().orElseThrow().since()).isEmpty();
    }
  }

  /** Reads until so much was emitted, commits that, and leaves the reader without a word. */
  private static List<String> readThenDie(Polling polling, int emitted) throws Exception {
    CollectingOutput<PollPosition> output = CollectingOutput.fullAfter(emitted);
    try (SourceReader<PollPosition> reader = polling.open(ReadMode.ONCE)) {
      Next next = Next.MORE;
      while (output.emitted() < emitted && !(next instanceof Next.End)) {
        next = polling.step(reader, output);
      }
    }
    polling.commit(output.lastPosition());
    return output.texts();
  }
}
