package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitingConnectionsTest {

  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;

  @Test
  void oneTooManyIsClosedAndTheOthersGoOn() throws Exception {
    try (TestNode node = TestNode.start(folder, settings(2, Duration.ofMinutes(1)));
        RawClient first = new RawClient(node.address());
        RawClient second = new RawClient(node.address())) {
      await().until(() -> node.listener.connections() == 2);

      try (RawClient third = new RawClient(node.address())) {
        assertThat(third.isClosedByNode()).isTrue();
      }

      first.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      second.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  /** All of 127.0.0.0/8 is this machine. */
  @Test
  void oneTooManyFromAnAddressIsClosedAndOtherAddressesComeIn() throws Exception {
    try (TestNode node = TestNode.start(folder, settings(10, 2, Duration.ofMinutes(1)));
        RawClient first = new RawClient(node.address());
        RawClient second = new RawClient(node.address())) {
      await().until(() -> node.listener.connections() == 2);

      try (RawClient third = new RawClient(node.address());
          RawClient neighbour = RawClient.from("127.0.0.2", node.address())) {
        assertThat(third.isClosedByNode()).isTrue();
        neighbour.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      }
      second.close();
      await().until(() -> node.listener.connections() == 1);

      try (RawClient next = new RawClient(node.address())) {
        next.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      }
      first.ask(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  @Test
  void oneThatSaysNothingIsClosedAfterAWhile() throws Exception {
    try (TestNode node = TestNode.start(folder, settings(2, Duration.ofMillis(200)));
        RawClient silent = new RawClient(node.address())) {
      assertThat(silent.isClosedByNode()).isTrue();
    }
  }

  @Test
  void oneThatWaitsForAnAnswerIsNotIdle() throws Exception {
    try (TestNode node = TestNode.start(folder, settings(2, Duration.ofMillis(200)));
        RawClient waiting = new RawClient(node.address())) {
      node.topic("orders");

      waiting.send(ApiKeys.FETCH, 12, 1, Requests.fetch("orders", 0, 1, 1000));

      assertThat(waiting.receive(ApiKeys.FETCH, 12).correlationId()).isEqualTo(1);
    }
  }

  private static ListenerSettings settings(int connections, Duration idle) {
    return settings(connections, connections, idle);
  }

  private static ListenerSettings settings(int connections, int perAddress, Duration idle) {
    return TestNode.settings(16 * MIB, Duration.ofSeconds(30))
        .withConnections(new ListenerSettings.Connections(connections, perAddress, idle));
  }
}
