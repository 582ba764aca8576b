package dev.headrace.connectors.http.sink;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.testing.SinkContract;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.LocalServer.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class HttpSinkContractTest extends SinkContract<HttpSinkSettings> {

  private final List<LocalServer> servers = new ArrayList<>();

  @Override
  protected SinkConnector<HttpSinkSettings> connector() {
    return new HttpSink();
  }

  @Override
  protected Target<HttpSinkSettings> newTarget() {
    LocalServer server = new LocalServer(_ -> Reply.of(201, ""));
    servers.add(server);
    return new Target<>() {
      @Override
      public HttpSinkSettings configuration() {
        return Sending.settings(server.url("/records"));
      }

      @Override
      public List<String> stored() {
        return server.requests().stream().map(Request::text).toList();
      }
    };
  }

  @AfterEach
  void close() {
    servers.forEach(LocalServer::close);
  }
}
