package dev.headrace.log;

import static dev.headrace.log.Transactors.commitToAll;
import static dev.headrace.log.Transactors.committed;
import static dev.headrace.log.Transactors.newProducer;
import static dev.headrace.log.Transactors.producer;
import static dev.headrace.log.Transactors.read;
import static dev.headrace.log.Transactors.sendToAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's own transactional producer is promised. */
final class ServingTransactionalProducersTest {

  @TempDir Path directory;
  private GroupNode node;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void whatIsCommittedIsSeenInAllPartitions() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      commitToAll(producer, "one");
      commitToAll(producer, "two");
    }

    assertThat(committed(node)).isEqualTo(inAll("one", "two"));
  }

  @Test
  void whatIsAbortedIsSeenNowhere() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      sendToAll(producer, "aborted");
      producer.abortTransaction();
      commitToAll(producer, "committed");
    }

    assertThat(committed(node)).isEqualTo(inAll("committed"));
    assertThat(read(node, "read_uncommitted")).isEqualTo(inAll("aborted", "committed"));
  }

  @Test
  void whatIsOpenIsNotSeenNorAnythingBehindIt() throws Exception {
    try (KafkaProducer<String, String> first = producer(node, "a");
        KafkaProducer<String, String> second = producer(node, "b")) {
      first.beginTransaction();
      sendToAll(first, "open");
      commitToAll(second, "behind");
      assertThat(committed(node)).isEqualTo(inAll());

      first.commitTransaction();

      assertThat(committed(node)).isEqualTo(inAll("open", "behind"));
    }
  }

  @Test
  void aSecondProducerFencesTheFirstAndAbortsWhatItHadBegun() throws Exception {
    try (KafkaProducer<String, String> first = producer(node, "a")) {
      first.beginTransaction();
      sendToAll(first, "late");

      try (KafkaProducer<String, String> second = producer(node, "a")) {
        assertThatThrownBy(first::commitTransaction).isInstanceOf(ProducerFencedException.class);
        commitToAll(second, "second");
      }
    }
    assertThat(committed(node)).isEqualTo(inAll("second"));
  }

  @Test
  void aTransactionThatIsOpenForTooLongIsAborted() throws Exception {
    Map<String, Object> hasty = Map.of("transaction.timeout.ms", 500);
    try (KafkaProducer<String, String> slow = producer(node, "slow", hasty);
        KafkaProducer<String, String> other = producer(node, "other")) {
      slow.beginTransaction();
      sendToAll(slow, "slow");
      commitToAll(other, "other");

      await().atMost(Duration.ofSeconds(60)).until(() -> nothingIsOpen(node));

      assertThat(committed(node)).isEqualTo(inAll("other"));
      assertThatThrownBy(slow::commitTransaction).isInstanceOf(InvalidTxnStateException.class);
    }
    try (KafkaProducer<String, String> anew = producer(node, "slow")) {
      commitToAll(anew, "anew");
    }
    assertThat(committed(node)).isEqualTo(inAll("other", "anew"));
  }

  @Test
  void aProducerThatAbortsWhatTheTimeHasAbortedGoesOn() throws Exception {
    Map<String, Object> hasty = Map.of("transaction.timeout.ms", 2_000);
    try (KafkaProducer<String, String> slow = producer(node, "slow", hasty)) {
      slow.beginTransaction();
      sendToAll(slow, "slow");
      await().atMost(Duration.ofSeconds(60)).until(() -> nothingIsOpen(node));

      slow.abortTransaction();

      commitToAll(slow, "anew");
    }
    assertThat(committed(node)).isEqualTo(inAll("anew"));
  }

  @Test
  void aTimeoutBeyondTheLimitIsRefused() {
    Map<String, Object> endless = Map.of("transaction.timeout.ms", 900_001);
    try (KafkaProducer<String, String> producer = newProducer(node, "a", endless)) {
      assertThatThrownBy(producer::initTransactions)
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("timeout");
    }
  }

  @Test
  void aTransactionGoesOnAfterARestartOfTheNode() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      sendToAll(producer, "before");

      node.restart();

      assertThat(committed(node)).isEqualTo(inAll());
      sendToAll(producer, "after");
      producer.commitTransaction();
      commitToAll(producer, "next");
    }
    assertThat(committed(node)).isEqualTo(inAll("before", "after", "next"));
  }

  @Test
  void aProducerThatIsGoneIsFoundAbortedByItsSuccessorAfterARestart() throws Exception {
    KafkaProducer<String, String> gone = producer(node, "a");
    gone.beginTransaction();
    sendToAll(gone, "gone");
    node.restart();

    try (KafkaProducer<String, String> successor = producer(node, "a")) {
      commitToAll(successor, "successor");
    }

    assertThat(committed(node)).isEqualTo(inAll("successor"));
    gone.close(Duration.ZERO);
  }

  @Test
  void manyTransactionsFollowOneAnother() throws Exception {
    List<String> values = IntStream.range(0, 200).mapToObj(i -> "v" + i).toList();
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      for (String value : values) {
        commitToAll(producer, value);
      }
    }

    assertThat(committed(node)).isEqualTo(Collections.nCopies(GroupNode.PARTITIONS, values));
  }

  @Test
  void anIdleProducerMayAbortNothing() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.commitTransaction();
      commitToAll(producer, "one");
    }

    assertThat(committed(node)).isEqualTo(inAll("one"));
  }

  private static boolean nothingIsOpen(GroupNode node) {
    return node.engine().partitions().all().stream()
        .allMatch(partition -> partition.openTransactions().isEmpty());
  }

  private static List<List<String>> inAll(String... values) {
    return Collections.nCopies(GroupNode.PARTITIONS, List.of(values));
  }
}
