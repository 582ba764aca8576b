package dev.headrace.log;

import static dev.headrace.log.Transactors.commitToAll;
import static dev.headrace.log.Transactors.committed;
import static dev.headrace.log.Transactors.producer;
import static dev.headrace.log.Transactors.sendToAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's admin client can see and do of transactions. */
final class AdministeringTransactionsTest {

  private static final TopicPartition FIRST = new TopicPartition(GroupNode.TOPIC, 0);

  @TempDir Path directory;
  private GroupNode node;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    admin = node.admin();
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    node.close();
  }

  @Test
  void aTransactionIsDescribed() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      assertThat(describe("a").state()).isEqualTo(TransactionState.EMPTY);

      producer.beginTransaction();
      sendToAll(producer, "open");

      TransactionDescription open = describe("a");
      assertThat(open.state()).isEqualTo(TransactionState.ONGOING);
      assertThat(open.topicPartitions())
          .isEqualTo(
              IntStream.range(0, GroupNode.PARTITIONS)
                  .mapToObj(i -> new TopicPartition(GroupNode.TOPIC, i))
                  .collect(Collectors.toSet()));
      assertThat(open.transactionStartTimeMs()).isPresent();
      assertThat(open.transactionTimeoutMs()).isEqualTo(60_000);

      producer.commitTransaction();
      TransactionDescription done = describe("a");
      assertThat(done.state()).isEqualTo(TransactionState.COMPLETE_COMMIT);
      assertThat(done.topicPartitions()).isEmpty();
      assertThat(done.producerId()).isEqualTo(open.producerId());
      assertThat(done.producerEpoch()).isEqualTo(open.producerEpoch() + 1);
    }
    assertThatThrownBy(() -> describe("unknown"))
        .hasCauseInstanceOf(TransactionalIdNotFoundException.class);
  }

  @Test
  void transactionsAreListed() throws Exception {
    try (KafkaProducer<String, String> open = producer(node, "open-1");
        KafkaProducer<String, String> idle = producer(node, "idle-1")) {
      open.beginTransaction();
      sendToAll(open, "open");
      commitToAll(idle, "done");

      assertThat(list(new ListTransactionsOptions())).containsExactlyInAnyOrder("open-1", "idle-1");
      assertThat(list(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING))))
          .containsExactly("open-1");
      assertThat(
              list(
                  new ListTransactionsOptions()
                      .filterProducerIds(Set.of(describe("idle-1").producerId()))))
          .containsExactly("idle-1");
      assertThat(list(new ListTransactionsOptions().filterOnDuration(3_600_000))).isEmpty();
      assertThat(list(new ListTransactionsOptions().filterOnTransactionalIdPattern("id.*")))
          .containsExactly("idle-1");
      assertThatThrownBy(
              () -> list(new ListTransactionsOptions().filterOnTransactionalIdPattern("(")))
          .hasCauseInstanceOf(InvalidRegularExpression.class);
    }
  }

  @Test
  void theProducersOfAPartitionAreDescribed() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      sendToAll(producer, "open");

      ProducerState open = producers().iterator().next();
      assertThat(open.producerId()).isEqualTo(describe("a").producerId());
      assertThat(open.currentTransactionStartOffset()).hasValue(0);
      assertThat(open.lastSequence()).isZero();

      producer.commitTransaction();
      assertThat(producers().iterator().next().currentTransactionStartOffset()).isEmpty();
    }
  }

  @Test
  void producersAreFenced() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      sendToAll(producer, "late");

      done(admin.fenceProducers(List.of("a")).all());

      assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
    }
    assertThat(committed(node)).isEqualTo(Collections.nCopies(GroupNode.PARTITIONS, List.of()));
  }

  @Test
  void anOpenTransactionIsAbortedAsAWhole() throws Exception {
    try (KafkaProducer<String, String> producer = producer(node, "a")) {
      producer.beginTransaction();
      sendToAll(producer, "hanging");
      ProducerState open = producers().iterator().next();

      done(
          admin
              .abortTransaction(
                  new AbortTransactionSpec(
                      FIRST, open.producerId(), (short) open.producerEpoch(), 0))
              .all());

      assertThat(describe("a").state()).isEqualTo(TransactionState.COMPLETE_ABORT);
      assertThatThrownBy(producer::commitTransaction).isInstanceOf(InvalidTxnStateException.class);
    }
    assertThat(committed(node)).isEqualTo(Collections.nCopies(GroupNode.PARTITIONS, List.of()));
  }

  @Test
  void theVersionOfTransactionsIsTold() throws Exception {
    assertThat(done(admin.describeFeatures().featureMetadata()).finalizedFeatures())
        .hasEntrySatisfying(
            "transaction.version",
            range -> assertThat(range.maxVersionLevel()).isEqualTo((short) 2));
  }

  private TransactionDescription describe(String id) throws Exception {
    return done(admin.describeTransactions(List.of(id)).description(id));
  }

  private List<String> list(ListTransactionsOptions options) throws Exception {
    Collection<TransactionListing> found = done(admin.listTransactions(options).all());
    return found.stream().map(TransactionListing::transactionalId).toList();
  }

  private List<ProducerState> producers() throws Exception {
    return done(admin.describeProducers(List.of(FIRST)).partitionResult(FIRST)).activeProducers();
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new ExecutionException(e.getCause());
    }
  }
}
