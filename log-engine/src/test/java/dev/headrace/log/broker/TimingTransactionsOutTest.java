package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.Engines;
import dev.headrace.log.broker.ClientTransactions.Named;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.storage.StorageSettings;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time goes by over transactions and their ids. */
final class TimingTransactionsOutTest {

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final TransactionSettings SETTINGS =
      new TransactionSettings(60_000, 7 * DAY_MILLIS);

  @TempDir Path directory;
  private ManualTime time;
  private TransactionNode node;

  @BeforeEach
  void start() throws Exception {
    open();
    assertThat(node.createTopic()).isTrue();
  }

  private void open() throws Exception {
    time = new ManualTime();
    node =
        new TransactionNode(
            FilePartitions.open(directory, StorageSettings.defaults()),
            new TransactionEnvironment(SETTINGS, time, time::elapsedMillis, time));
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void aTransactionIsAbortedWhenItsTimeIsOver() throws Exception {
    Writer slow = begin("slow", 1);

    time.pass(TIMEOUT_MILLIS - 1);
    assertThat(node.isSettled()).isFalse();
    time.pass(1);

    awaitSettled();
    assertThat(node.committed(0)).isEmpty();
    assertThat(end(slow)).isEqualTo(new Named.Refused(TransactionError.INVALID_TXN_STATE));
  }

  @Test
  void eachHasItsOwnTime() throws Exception {
    begin("first", 1);
    time.pass(10_000);
    Writer second = begin("second", 2);

    time.pass(TIMEOUT_MILLIS - 10_000);
    await().until(() -> node.partition(0).openTransactions().size() == 1);
    assertThat(end(second)).isInstanceOf(Named.As.class);

    assertThat(node.committed(0)).containsExactly(2);
  }

  @Test
  void timeThatPassesBetweenTransactionsDoesNotCount() throws Exception {
    Writer writer = begin("a", 1);
    time.pass(TIMEOUT_MILLIS - 1);
    Named.As named = (Named.As) end(writer);
    time.pass(TIMEOUT_MILLIS);
    Writer next = new Writer("a", named.producer(), TransactionVersion.V2);
    write(next, 2);
    time.pass(TIMEOUT_MILLIS - 1);

    assertThat(end(next)).isInstanceOf(Named.As.class);
    assertThat(node.committed(0)).containsExactly(1, 2);
  }

  @Test
  void aClockThatJumpsAbortsNothing() throws Exception {
    Writer writer = begin("a", 1);

    time.jump(DAY_MILLIS);
    time.pass(TIMEOUT_MILLIS - 1);
    time.jump(-2 * DAY_MILLIS);

    assertThat(end(writer)).isInstanceOf(Named.As.class);
  }

  @Test
  void aRestartLeavesWhatIsLeft() throws Exception {
    begin("a", 1);
    time.pass(20_000);
    node.close();
    open();
    time.jump(20_000);
    node.close();
    open();

    assertThat(node.isSettled()).isFalse();
    time.pass(TIMEOUT_MILLIS);
    awaitSettled();
    assertThat(node.committed(0)).isEmpty();
  }

  @Test
  void anIdThatNobodyUsesIsForgotten() throws Exception {
    Writer used = begin("used", 1);
    Writer left = begin("left", 2);
    end(left);
    end(used);
    node.transactions.open("in-process");
    time.pass(4 * DAY_MILLIS);
    init("used");
    time.pass(4 * DAY_MILLIS);

    assertThat(ids()).containsExactlyInAnyOrder("used", "in-process");
    assertThat(end(left))
        .isEqualTo(new Named.Refused(TransactionError.INVALID_PRODUCER_ID_MAPPING));

    node.close();
    open();
    assertThat(ids()).containsExactlyInAnyOrder("used", "in-process");
  }

  private List<String> ids() {
    return node.transactions.ofClients().list().stream()
        .map(TransactionListing::transactionalId)
        .toList();
  }

  private Writer begin(String id, int number) throws Exception {
    Writer writer = new Writer(id, init(id), TransactionVersion.V2);
    write(writer, number);
    return writer;
  }

  private ProducerEpoch init(String id) throws Exception {
    Named named = done(node.transactions.ofClients().init(id, Optional.empty(), TIMEOUT_MILLIS));
    return ((Named.As) named).producer();
  }

  private void write(Writer writer, int number) {
    RecordBatch batch = Engines.batch(Integer.toString(number));
    batch.stampTransactional(writer.producer().producerId(), writer.producer().epoch(), 0);
    Map<TopicPartition, TransactionError> refused =
        node.transactions
            .ofClients()
            .write(
                writer,
                Set.of(new TopicPartition(TransactionNode.TOPIC, 0)),
                _ -> node.partition(0).append(batch.bytes(), Origin.CLIENT));
    assertThat(refused).isEmpty();
  }

  private Named end(Writer writer) throws Exception {
    return done(node.transactions.ofClients().end(writer, Marker.COMMIT));
  }

  private void awaitSettled() {
    await().atMost(Duration.ofSeconds(30)).until(() -> node.isSettled());
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
