package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Connector;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class RegisteringConnectorsTest {

  @Test
  void findsBothConnectorsByTheirNames() {
    assertThat(ServiceLoader.load(Connector.class))
        .extracting(connector -> connector.name())
        .containsExactlyInAnyOrder("jdbc-source", "jdbc-sink");
  }
}
