package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Connector;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class RegisteringConnectorsTest {

  @Test
  void findsBothConnectorsByTheirNames() {
    assertThat(ServiceLoader.load(Connector.class))
        .extracting(connector -> connector.name())
        .containsExactlyInAnyOrder("file-source", "file-sink");
  }
}
