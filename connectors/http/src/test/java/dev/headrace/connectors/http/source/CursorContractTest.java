package dev.headrace.connectors.http.source;

import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.testing.SourceContract;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.LocalServer.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Pages of seven, of which a poll asks only for what came since the last one. */
final class CursorContractTest extends SourceContract<HttpSourceSettings, Endpoint, PollPosition> {

  private static final int PAGE = 7;

  private Optional<LocalServer> server = Optional.empty();

  @Override
  protected SourceConnector<HttpSourceSettings, Endpoint, PollPosition> connector() {
    return new HttpSource();
  }

  @Override
  protected Filled<HttpSourceSettings> fill(int count) {
    close();
    List<String> values =
        IntStream.range(1, count + 1).mapToObj("{\"id\": %d}"::formatted).toList();
    server = Optional.of(new LocalServer(request -> page(values, request)));
    return new Filled<>(
        Polling.settings(
            server.get().url("/"),
            "records",
            "/data",
            "pagination",
            "cursor",
            "cursor",
            "/next",
            "incremental.field",
            "/id"),
        values);
  }

  private static Reply page(List<String> values, Request request) {
    int since = request.parameter("since").map(Integer::valueOf).orElse(0);
    int from = request.parameter("cursor").map(Integer::valueOf).orElse(since);
    int to = Math.min(from + PAGE, values.size());
    String next = to < values.size() ? "\"" + to + "\"" : "null";
    String data = String.join(",", values.subList(Math.min(from, to), to));
    return Reply.ok("{\"next\": " + next + ", \"data\": [" + data + "]}");
  }

  @AfterEach
  void close() {
    server.ifPresent(LocalServer::close);
  }
}
