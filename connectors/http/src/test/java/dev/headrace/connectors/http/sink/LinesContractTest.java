package dev.headrace.connectors.http.sink;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.testing.SinkContract;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class LinesContractTest extends SinkContract<HttpSinkSettings> {

  private final List<LocalServer> servers = new ArrayList<>();

  @Override
  protected SinkConnector<HttpSinkSettings> connector() {
    return new HttpSink();
  }

  @Override
  protected Target<HttpSinkSettings> newTarget() {
    LocalServer server = new LocalServer(_ -> Reply.of(204, ""));
    servers.add(server);
    return new Target<>() {
      @Override
      public HttpSinkSettings configuration() {
        return Sending.settings(server.url("/bulk"), "batch", "lines", "batch.size", "2");
      }

      @Override
      public List<String> stored() {
        return server.requests().stream().flatMap(request -> request.text().lines()).toList();
      }
    };
  }

  @AfterEach
  void close() {
    servers.forEach(LocalServer::close);
  }
}
