package dev.headrace.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Connector;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class RegisteringConnectorsTest {

  @Test
  void findsTheConnectorsByTheirNames() {
    assertThat(ServiceLoader.load(Connector.class))
        .extracting(connector -> connector.name())
        .containsExactlyInAnyOrder("http-source", "http-sink", "webhook-source");
  }
}
