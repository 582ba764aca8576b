package dev.headrace.connectors.http.source;

import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.testing.SourceContract;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

final class ConditionalContractTest
    extends SourceContract<HttpSourceSettings, Endpoint, PollPosition> {

  private Optional<LocalServer> server = Optional.empty();

  @Override
  protected SourceConnector<HttpSourceSettings, Endpoint, PollPosition> connector() {
    return new HttpSource();
  }

  @Override
  protected Filled<HttpSourceSettings> fill(int count) {
    close();
    List<String> values = IntStream.range(0, count).mapToObj("{\"ü\": %d}"::formatted).toList();
    String body = "{\"data\": [" + String.join(",\n", values) + "]}";
    server =
        Optional.of(
            new LocalServer(
                request ->
                    request.header("If-None-Match").equals(Optional.of("\"one\""))
                        ? Reply.of(304, "")
                        : Reply.ok(body).with("ETag", "\"one\"")));
    return new Filled<>(Polling.settings(server.get().url("/"), "records", "/data"), values);
  }

  @AfterEach
  void close() {
    server.ifPresent(LocalServer::close);
  }
}
