package dev.headrace.connectors.http.source;

import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.testing.SourceContract;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

final class CsvContractTest extends SourceContract<HttpSourceSettings, Endpoint, PollPosition> {

  private static final String CHANGED = "Sun, 01 Mar 2026 12:00:00 GMT";

  private Optional<LocalServer> server = Optional.empty();

  @Override
  protected SourceConnector<HttpSourceSettings, Endpoint, PollPosition> connector() {
    return new HttpSource();
  }

  @Override
  protected Filled<HttpSourceSettings> fill(int count) {
    close();
    String body =
        IntStream.range(0, count)
            .mapToObj("%d,\"a \"\"quoted\"\"\nvalue\"\r\n"::formatted)
            .collect(Collectors.joining("", "id,text\r\n", ""));
    server =
        Optional.of(
            new LocalServer(
                request ->
                    request.header("If-Modified-Since").equals(Optional.of(CHANGED))
                        ? Reply.of(304, "")
                        : Reply.ok(body).with("Last-Modified", CHANGED)));
    List<String> values =
        IntStream.range(0, count)
            .mapToObj("{\"id\":\"%d\",\"text\":\"a \\\"quoted\\\"\\nvalue\"}"::formatted)
            .toList();
    return new Filled<>(Polling.settings(server.get().url("/"), "format", "csv"), values);
  }

  @AfterEach
  void close() {
    server.ifPresent(LocalServer::close);
  }
}
