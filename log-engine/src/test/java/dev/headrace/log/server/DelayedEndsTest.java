package dev.headrace.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.Engines;
import dev.headrace.log.GroupNode;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An EndTxn that a network holds up until the next transaction has begun: what Jepsen found to tear
 * transactions of the old protocol apart.
 */
final class DelayedEndsTest {

  private static final String TOPIC = "orders";

  @TempDir Path directory;
  private GroupNode node;
  private RawProducer producer;
  private RawProducer network;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    producer = new RawProducer(node, TOPIC, "a");
    network = new RawProducer(node, TOPIC, "a");
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
    producer.close();
    node.close();
  }

  @Test
  void doNotHitTheNextTransaction() throws Exception {
    for (boolean delayedCommit : List.of(true, false)) {
      // Given
      producer.init(5);
      producer.produce(12, 0, "first");
      long id = producer.producerId;
      short epoch = producer.epoch;
      assertThat(producer.commit(5)).isEqualTo(Errors.NONE);
      producer.produce(12, 0, "half");

      // When
      Errors delayed = network.end(5, delayedCommit, id, epoch);

      // Then
      assertThat(delayed).isEqualTo(Errors.PRODUCER_FENCED);
      assertThat(Engines.committed(node.engine(), TOPIC, 0)).last().isEqualTo("first");
      assertThat(producer.produce(12, 1, "other half")).isEqualTo(Errors.NONE);
      assertThat(producer.commit(5)).isEqualTo(Errors.NONE);
      assertThat(Engines.committed(node.engine(), TOPIC, 0)).endsWith("first", "half");
      assertThat(Engines.committed(node.engine(), TOPIC, 1)).endsWith("other half");
    }
  }

  @Test
  void areRefusedInTheOldProtocolWhereTheEpochIsAnother() throws Exception {
    // Given
    producer.init(4);
    producer.add(3, 0);
    producer.produce(11, 0, "aborted");
    long id = producer.producerId;
    short epoch = producer.epoch;
    assertThat(producer.abort(4)).isEqualTo(Errors.NONE);
    producer.initAgain(4);
    producer.add(3, 0);
    producer.produce(11, 0, "next");

    // When
    Errors delayed = network.end(4, true, id, epoch);

    // Then
    assertThat(delayed).isEqualTo(Errors.PRODUCER_FENCED);
    assertThat(Engines.committed(node.engine(), TOPIC, 0)).isEmpty();
    assertThat(producer.commit(4)).isEqualTo(Errors.NONE);
    assertThat(Engines.committed(node.engine(), TOPIC, 0)).containsExactly("next");
  }

  @Test
  void areNotTakenForTheEndOfAnOlderClientsTransaction() throws Exception {
    // Given
    producer.init(5);
    long id = producer.producerId;
    short epoch = producer.epoch;
    producer.init(2);
    producer.add(2, 0);
    producer.produce(11, 0, "of an older client");
    assertThat(producer.commit(3)).isEqualTo(Errors.NONE);
    assertThat(producer.epoch).isEqualTo((short) (epoch + 1));

    // When
    Errors delayed = network.end(5, true, id, epoch);

    // Then
    assertThat(delayed).isEqualTo(Errors.PRODUCER_FENCED);
    assertThat(Engines.committed(node.engine(), TOPIC, 0)).containsExactly("of an older client");
  }

  @Test
  void lateRecordsAreRefusedToo() throws Exception {
    producer.init(5);
    producer.produce(12, 0, "first");
    network.producerId = producer.producerId;
    network.epoch = producer.epoch;
    producer.commit(5);
    producer.produce(12, 0, "second");

    assertThat(network.produce(12, 1, "late")).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
    assertThat(network.produce(11, 0, "late")).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
    assertThat(network.commitOffset(5, 9)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
    producer.commit(5);

    assertThat(Engines.committed(node.engine(), TOPIC, 0)).containsExactly("first", "second");
    assertThat(Engines.committed(node.engine(), TOPIC, 1)).isEmpty();
  }
}
