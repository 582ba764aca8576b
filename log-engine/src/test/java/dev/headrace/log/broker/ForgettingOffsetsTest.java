package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerTimes;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupLimits;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.FlushMode;
import dev.headrace.log.storage.StorageSettings;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets go when nobody has cared for them long enough, by the clock of the day (KIP-211). */
final class ForgettingOffsetsTest {

  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final String GROUP = "readers";
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition PAYMENTS = new TopicPartition("payments", 0);

  @TempDir Path folder;
  private ManualTime time;
  private FilePartitions partitions;
  private Metadata metadata;
  private GroupCoordinator groups;
  private int epoch;

  @BeforeEach
  void start() throws Exception {
    time = new ManualTime();
    open(Optional.of(HOUR));
    for (String topic : Set.of("orders", "payments")) {
      done(metadata.topics().create(NewTopic.of(topic, 1)));
    }
  }

  private void open(Optional<Long> retentionMillis) throws IOException {
    StorageSettings storage = StorageSettings.defaults().withFlush(FlushMode.OS);
    partitions = FilePartitions.open(folder, storage);
    metadata =
        Metadata.open(partitions, BrokerSettings.defaults(), storage.topics(), List.of(), time);
    ManualTime timer = time;
    groups =
        GroupCoordinator.open(
            partitions,
            metadata.topics(),
            metadata.internalTopics(),
            1,
            new GroupEnvironment(
                GroupLimits.DEFAULTS,
                name -> name,
                timer,
                timer::elapsedMillis,
                timer,
                Set.of(),
                _ -> new ConsumerTimes((int) (100 * HOUR), 1_000),
                new OffsetRetention(retentionMillis, MINUTE, Optional.of("connect-"))));
  }

  @AfterEach
  void stop() throws IOException {
    groups.close();
    metadata.close();
    partitions.close();
  }

  @Test
  void whatWasCommittedFromOutsideGoesAfterItsTime() throws Exception {
    commit(GROUP, ORDERS);
    pass(HOUR - MINUTE);
    commit(GROUP, PAYMENTS);

    pass(2 * MINUTE);
    assertThat(groups.committed(GROUP)).containsOnlyKeys(PAYMENTS);

    pass(HOUR);
    assertThat(groups.committed(GROUP)).isEmpty();
    assertThat(groups.list()).isEmpty();
  }

  @Test
  void whatMembersReadStays() throws Exception {
    join();
    commit(GROUP, ORDERS);

    pass(10 * HOUR);

    assertThat(groups.committed(GROUP)).containsOnlyKeys(ORDERS);
  }

  @Test
  void whatMembersReadNoMoreGoes() throws Exception {
    join();
    commit(GROUP, ORDERS);
    commit(GROUP, PAYMENTS);

    pass(2 * HOUR);

    assertThat(groups.committed(GROUP)).containsOnlyKeys(ORDERS);
  }

  @Test
  void theTimeBeginsWhenTheLastMemberGoes() throws Exception {
    join();
    commit(GROUP, ORDERS);
    pass(10 * HOUR);
    heartbeat(ConsumerHeartbeat.LEAVE);

    pass(HOUR - MINUTE);
    restart();
    assertThat(groups.committed(GROUP)).as("through a restart").containsOnlyKeys(ORDERS);

    pass(2 * MINUTE);
    assertThat(groups.committed(GROUP)).isEmpty();
    assertThat(groups.list()).as("and nothing is left of the group").isEmpty();
    restart();
    assertThat(groups.list()).isEmpty();
  }

  @Test
  void whatATransactionMayCommitStays() throws Exception {
    commit(GROUP, ORDERS);
    TransactionalOffsets offsets = groups.transactionalOffsets();
    done(offsets.partitionOf(GROUP));
    offsets.write(GROUP, Optional.empty(), Map.of(ORDERS, offset()), ProducerEpoch.firstOf(1));

    pass(2 * HOUR);

    assertThat(groups.committed(GROUP)).containsOnlyKeys(ORDERS);
  }

  @Test
  void thoseOfSinksStay() throws Exception {
    commit("connect-orders", ORDERS);

    pass(10 * HOUR);

    assertThat(groups.committed("connect-orders")).containsOnlyKeys(ORDERS);
  }

  @Test
  void nothingGoesUnlessItIsWanted() throws Exception {
    stop();
    time = new ManualTime();
    open(Optional.empty());
    commit(GROUP, ORDERS);

    pass(1_000 * HOUR);

    assertThat(groups.committed(GROUP)).containsOnlyKeys(ORDERS);
  }

  private void join() throws Exception {
    heartbeat(ConsumerHeartbeat.JOIN);
    epoch = 1;
  }

  private void heartbeat(int memberEpoch) throws Exception {
    done(
        groups.heartbeat(
            GROUP,
            new ConsumerHeartbeat(
                "m",
                memberEpoch,
                Optional.empty(),
                Optional.empty(),
                new JoinRequest.Client("client", "/127.0.0.1"),
                OptionalInt.of(60_000),
                Optional.of(Set.of("orders")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Set.of()))));
  }

  private void commit(String group, TopicPartition partition) throws Exception {
    MemberIdentity member =
        epoch > 0 ? new MemberIdentity("m", Optional.empty(), epoch) : MemberIdentity.NONE;
    assertThat(done(groups.commit(group, member, Map.of(partition, offset()))))
        .containsEntry(partition, Optional.<GroupError>empty());
  }

  private static CommittedOffset offset() {
    return new CommittedOffset(1, OptionalInt.empty(), "");
  }

  private void pass(long millis) {
    time.pass(millis);
  }

  private void restart() throws IOException {
    stop();
    ManualTime former = time;
    time = new ManualTime();
    time.jump(former.elapsedMillis());
    open(Optional.of(HOUR));
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
