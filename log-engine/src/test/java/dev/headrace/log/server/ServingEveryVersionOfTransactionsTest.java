package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.Engines;
import dev.headrace.log.GroupNode;
import dev.headrace.log.record.TopicPartition;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The life of a transaction in the oldest version of each API, in the newest, and in all between:
 * up to version 4 of EndTxn in the old protocol, then in the new one.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class ServingEveryVersionOfTransactionsTest {

  private static final String TOPIC = "orders";

  private GroupNode node;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    node = GroupNode.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void recordsAndOffsetsAreCommitted(int version) throws Exception {
    String value = "of version " + version;
    boolean isNew = version >= 5;
    try (RawProducer producer = new RawProducer(node, TOPIC, "version-" + version)) {
      findCoordinator(producer.client(), version);
      assertThat(producer.init(version)).isEqualTo(Errors.NONE);
      short epoch = producer.epoch;
      if (!isNew) {
        assertThat(producer.add(Math.min(version, 3), 0, 1)).isEqualTo(Errors.NONE);
        assertThat(producer.addOffsets(version)).isEqualTo(Errors.NONE);
      }

      assertThat(producer.produce(isNew ? 13 : 3 + 2 * version, 0, value)).isEqualTo(Errors.NONE);
      assertThat(producer.produce(isNew ? 12 : 3 + 2 * version, 1, value)).isEqualTo(Errors.NONE);
      assertThat(producer.commitOffset(version, 100 + version)).isEqualTo(Errors.NONE);
      assertThat(Engines.committed(node.engine(), TOPIC, 0)).doesNotContain(value);
      assertThat(producer.commit(version)).isEqualTo(Errors.NONE);

      assertThat(producer.epoch).isEqualTo((short) (isNew ? epoch + 1 : epoch));
    }
    assertThat(Engines.committed(node.engine(), TOPIC, 0)).contains(value);
    assertThat(Engines.committed(node.engine(), TOPIC, 1)).contains(value);
    assertThat(
            node.engine()
                .offsets()
                .committed(RawProducer.GROUP)
                .get(new TopicPartition(TOPIC, 0))
                .offset())
        .isEqualTo(100 + version);
  }

  /** Brokers ask so, and clients of this release may. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void partitionsOfSeveralTransactionsAreAdded(int version) throws Exception {
    try (RawProducer producer = new RawProducer(node, TOPIC, "batched-" + version)) {
      producer.init(5);
      assertThat(producer.add(version, 0, 1)).isEqualTo(Errors.NONE);
      assertThat(producer.produce(12, 1, "batched")).isEqualTo(Errors.NONE);
      assertThat(producer.commit(5)).isEqualTo(Errors.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aFencedProducerIsToldInTheWordsOfItsVersion(int version) throws Exception {
    try (RawProducer fenced = new RawProducer(node, TOPIC, "fenced-" + version);
        RawProducer successor = new RawProducer(node, TOPIC, "fenced-" + version)) {
      fenced.init(version);
      successor.init(version);

      Errors inTransaction = version < 2 ? Errors.INVALID_PRODUCER_EPOCH : Errors.PRODUCER_FENCED;
      assertThat(fenced.add(Math.min(version, 3), 0)).isEqualTo(inTransaction);
      assertThat(fenced.addOffsets(Math.min(version, 4))).isEqualTo(inTransaction);
      assertThat(fenced.commit(version)).isEqualTo(inTransaction);
      assertThat(fenced.commitOffset(version, 1)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
      assertThat(fenced.produce(3 + 2 * version, 0, "late"))
          .isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
      if (version >= 3) {
        assertThat(fenced.initAgain(version))
            .isEqualTo(version < 4 ? Errors.INVALID_PRODUCER_EPOCH : Errors.PRODUCER_FENCED);
      }
    }
  }

  private static void findCoordinator(RawClient client, int version) throws Exception {
    FindCoordinatorRequestData request = new FindCoordinatorRequestData().setKeyType((byte) 1);
    if (version == 0) {
      return;
    }
    if (version < 4) {
      request.setKey("any");
    } else {
      request.setCoordinatorKeys(List.of("any"));
    }
    FindCoordinatorResponseData answer =
        (FindCoordinatorResponseData) client.ask(ApiKeys.FIND_COORDINATOR, version, request);
    assertThat(version < 4 ? answer.nodeId() : answer.coordinators().getFirst().nodeId())
        .isEqualTo(1);
  }
}
