package dev.headrace.log.broker;

import dev.headrace.log.Engines;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A producer as Kafka's: writes transactions one after another, each a number to two partitions and
 * as an offset, and asks for the same again until it is acknowledged, whatever node is there.
 */
final class StubbornProducer {

  static final String ID = "stubborn";

  private final boolean isHasty;
  private TransactionNode node;
  private Optional<ProducerEpoch> producer = Optional.empty();
  private final int[] sequences = new int[2];
  private int number;
  private Step step = Step.INIT;

  /** Answers to earlier ones come too late to count. */
  private int connection;

  /** What is to be acknowledged next. */
  enum Step {
    INIT,
    FIRST_PARTITION,
    SECOND_PARTITION,
    OFFSET,
    COMMIT
  }

  /**
   * @param number of its first transaction
   */
  StubbornProducer(TransactionNode node, int number) {
    this(node, number, false);
  }

  private StubbornProducer(TransactionNode node, int number, boolean isHasty) {
    this.node = node;
    this.number = number;
    this.isHasty = isHasty;
  }

  /** One that commits without waiting until what it wrote is acknowledged. */
  static StubbornProducer hasty(TransactionNode node, int number) {
    return new StubbornProducer(node, number, true);
  }

  /** The node has been started again. */
  synchronized void meet(TransactionNode successor) {
    node = successor;
    connection++;
  }

  /** Of the transaction that is written now. */
  synchronized int number() {
    return number;
  }

  synchronized Step step() {
    return step;
  }

  /**
   * Asks for what is to be done next.
   *
   * @return whether it is acknowledged, and then the next call asks for the next; never done when
   *     the node is dead
   */
  synchronized CompletableFuture<Boolean> ask() {
    int before = connection;
    CompletionStage<Answer> asked =
        switch (step) {
          case INIT -> init();
          case FIRST_PARTITION -> write(0);
          case SECOND_PARTITION -> write(1);
          case OFFSET -> commitOffset();
          case COMMIT -> commit();
        };
    return asked.thenApply(answer -> before == connection() && take(answer)).toCompletableFuture();
  }

  private synchronized int connection() {
    return connection;
  }

  private synchronized boolean take(Answer answer) {
    if (answer instanceof Answer.No) {
      return false;
    }
    switch (step) {
      case INIT -> step = Step.FIRST_PARTITION;
      case FIRST_PARTITION -> {
        sequences[0]++;
        step = Step.SECOND_PARTITION;
      }
      case SECOND_PARTITION -> {
        sequences[1]++;
        step = Step.OFFSET;
      }
      case OFFSET -> step = Step.COMMIT;
      case COMMIT -> {
        number++;
        step = Step.FIRST_PARTITION;
      }
    }
    if (answer instanceof Answer.Named(ProducerEpoch name)) {
      producer = Optional.of(name);
      sequences[0] = 0;
      sequences[1] = 0;
    }
    return true;
  }

  private sealed interface Answer {
    Answer YES = new Yes();
    Answer NO = new No();

    record Yes() implements Answer {}

    record No() implements Answer {}

    /** Yes, and it is called so from now on. */
    record Named(ProducerEpoch producer) implements Answer {}
  }

  private CompletionStage<Answer> init() {
    return client().init(ID, producer, 60_000).thenApply(StubbornProducer::answer);
  }

  private static Answer answer(ClientTransactions.Named named) {
    return named instanceof ClientTransactions.Named.As(ProducerEpoch name)
        ? new Answer.Named(name)
        : Answer.NO;
  }

  private CompletionStage<Answer> write(int partition) {
    PartitionLog log = node.partition(partition);
    RecordBatch batch = Engines.batch(Integer.toString(number));
    batch.stampTransactional(name().producerId(), name().epoch(), sequences[partition]);
    return inTransaction(
        log.topicPartition(),
        () ->
            switch (log.append(batch.bytes(), Origin.CLIENT)) {
              case Append.Written written -> acknowledged(log.durable(written.endOffset()));
              case Append.Refused _ -> CompletableFuture.completedStage(Answer.NO);
            });
  }

  private CompletionStage<Answer> commitOffset() {
    TransactionalOffsets offsets = node.groups.transactionalOffsets();
    CommittedOffset offset = new CommittedOffset(number, OptionalInt.empty(), "");
    return offsets
        .partitionOf(TransactionNode.GROUP)
        .thenCompose(
            partition ->
                inTransaction(
                    partition,
                    () ->
                        switch (offsets.write(
                            TransactionNode.GROUP,
                            Optional.empty(),
                            Map.of(new TopicPartition(TransactionNode.TOPIC, 0), offset),
                            name())) {
                          case TransactionalCommit.Written(long end) ->
                              acknowledged(offsets.durable(TransactionNode.GROUP, end));
                          case TransactionalCommit.Refused _ ->
                              CompletableFuture.completedStage(Answer.NO);
                        }))
        .exceptionally(_ -> Answer.NO);
  }

  private CompletionStage<Answer> acknowledged(CompletionStage<Void> durable) {
    return isHasty
        ? CompletableFuture.completedStage(Answer.YES)
        : durable.handle((_, failed) -> failed == null ? Answer.YES : Answer.NO);
  }

  private interface Write {
    CompletionStage<Answer> begin();
  }

  private CompletionStage<Answer> inTransaction(TopicPartition partition, Write write) {
    AtomicReference<CompletionStage<Answer>> written =
        new AtomicReference<>(CompletableFuture.completedStage(Answer.NO));
    Map<TopicPartition, TransactionError> _ =
        client().write(writer(), Set.of(partition), _ -> written.set(write.begin()));
    return written.get();
  }

  private CompletionStage<Answer> commit() {
    return client().end(writer(), Marker.COMMIT).thenApply(StubbornProducer::answer);
  }

  private Writer writer() {
    return new Writer(ID, name(), TransactionVersion.V2);
  }

  private ProducerEpoch name() {
    return producer.orElseThrow();
  }

  private ClientTransactions client() {
    return node.transactions.ofClients();
  }
}
