package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A group whose members are restarted one by one with another {@code group.protocol}: the others
 * read on, and nothing is missed or read twice by what is committed.
 */
final class RollingFromOneProtocolToTheOtherTest {

  private static final int MEMBERS = 3;
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir Path directory;
  private GroupNode node;
  private final List<KafkaConsumer<String, String>> members = new ArrayList<>();
  private final List<String> written = new ArrayList<>();

  /** What was read and committed. */
  private final List<String> read = new ArrayList<>();

  /** What was read and not yet committed; others read it where a member has lost its place. */
  private final Map<KafkaConsumer<String, String>, List<ConsumerRecord<String, String>>> unsure =
      new HashMap<>();

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    node.beatEach(200);
  }

  @AfterEach
  void stop() throws Exception {
    members.forEach(KafkaConsumer::close);
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Range", "CooperativeSticky"})
  void toTheConsumerProtocolAndBack(String assignor) throws Exception {
    Map<String, Object> classic =
        Map.of(
            "partition.assignment.strategy",
            "org.apache.kafka.clients.consumer." + assignor + "Assignor");
    for (int i = 0; i < MEMBERS; i++) {
      members.add(node.member(classic));
    }
    readAll("in a classic group");
    assertThat(group().type()).isEqualTo(GroupType.CLASSIC);

    for (int i = 0; i < MEMBERS; i++) {
      restart(() -> node.consumer(Map.of()));
      readAll("with " + (i + 1) + " members of the consumer protocol");
      assertThat(group().type()).isEqualTo(GroupType.CONSUMER);
    }
    for (int i = 0; i < MEMBERS; i++) {
      restart(() -> node.member(classic));
      readAll("with " + (i + 1) + " members of the classic protocol");
    }

    assertThat(group().type()).isEqualTo(GroupType.CLASSIC);
    assertThat(read).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void aMixedGroupGoesOnAfterARestartOfTheNode() throws Exception {
    members.add(node.member(Map.of()));
    members.add(node.consumer(Map.of()));
    readAll("before");
    int epoch = group().groupEpoch().orElseThrow();

    node.restart();
    readAll("after");

    assertThat(group().groupEpoch()).as("nobody had to join again").contains(epoch);
    assertThat(read).containsExactlyInAnyOrderElementsOf(written);
  }

  private interface Start {
    KafkaConsumer<String, String> start();
  }

  /** The member that is there for longest. */
  private void restart(Start start) {
    members.removeFirst().close();
    members.addLast(start.start());
  }

  /** Lets the members come to rest, with records before, on the way, and after it. */
  private void readAll(String value) throws Exception {
    write(value + ", before");
    awaitRest();
    write(value + ", after");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return read.size() >= written.size();
            });
  }

  private void awaitRest() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              poll();
              return members.stream().noneMatch(it -> it.assignment().isEmpty())
                  && members.stream().mapToInt(it -> it.assignment().size()).sum()
                      == GroupNode.PARTITIONS
                  && group().groupState() == GroupState.STABLE
                  && group().members().size() == members.size();
            });
  }

  private void write(String value) throws Exception {
    node.write(value);
    for (int i = 0; i < GroupNode.PARTITIONS; i++) {
      written.add(i + ": " + value);
    }
  }

  private void poll() {
    for (KafkaConsumer<String, String> member : members) {
      List<ConsumerRecord<String, String>> uncommitted =
          unsure.computeIfAbsent(member, _ -> new ArrayList<>());
      member.poll(SHORT).forEach(uncommitted::add);
      uncommitted.removeIf(
          record ->
              !member
                  .assignment()
                  .contains(new TopicPartition(record.topic(), record.partition())));
      if (!uncommitted.isEmpty() && commits(member)) {
        uncommitted.forEach(record -> read.add(record.partition() + ": " + record.value()));
        uncommitted.clear();
      }
    }
  }

  /** Who is to join again first tries again then, with what it has kept. */
  private static boolean commits(KafkaConsumer<String, String> member) {
    try {
      member.commitSync();
      return true;
    } catch (RebalanceInProgressException | RetriableCommitFailedException _) {
      return false;
    }
  }

  private ConsumerGroupDescription group() throws Exception {
    try (Admin admin = node.admin()) {
      return admin
          .describeConsumerGroups(List.of("readers"))
          .describedGroups()
          .get("readers")
          .get(30, TimeUnit.SECONDS);
    }
  }
}
