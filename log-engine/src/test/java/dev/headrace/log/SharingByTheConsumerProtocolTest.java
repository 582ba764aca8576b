package dev.headrace.log;

import static dev.headrace.log.GroupNode.awaitShared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several of Kafka's own consumers with {@code group.protocol=consumer} share topics. */
final class SharingByTheConsumerProtocolTest {

  private static final TopicPartition FIRST = new TopicPartition(GroupNode.TOPIC, 0);
  private static final CloseOptions AS_IF_KILLED =
      CloseOptions.timeout(Duration.ZERO)
          .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP);

  @TempDir Path directory;
  private GroupNode node;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    admin = node.admin();
    configure("consumer.heartbeat.interval.ms", "100");
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    node.close();
  }

  @Test
  void aNewcomerGetsItsShareAndTheRestGoesOn() {
    List<TopicPartition> givenUp = new ArrayList<>();
    try (KafkaConsumer<String, String> first = node.consumer(Map.of())) {
      first.subscribe(List.of(GroupNode.TOPIC), noting(givenUp));
      awaitShared(List.of(first));
      try (KafkaConsumer<String, String> second = node.consumer(Map.of())) {
        awaitShared(List.of(first, second));
        assertThat(givenUp).hasSize(2).doesNotContainAnyElementsOf(first.assignment());
      }
      awaitShared(List.of(first));
    }
  }

  @Test
  void offsetsAreHandedOver() throws Exception {
    node.write("before");
    try (KafkaConsumer<String, String> first = node.consumer(Map.of())) {
      GroupNode.read(first, GroupNode.PARTITIONS);
      first.commitSync();
      try (KafkaConsumer<String, String> second = node.consumer(Map.of())) {
        awaitShared(List.of(first, second));
        node.write("after");
        assertThat(GroupNode.read(second, 2)).containsExactly("after");
        assertThat(GroupNode.read(first, 2)).containsExactly("after");
        first.commitSync();
        second.commitSync();
      }
    }
    assertThat(offsets().values())
        .extracting(OffsetAndMetadata::offset)
        .containsOnly(2L)
        .hasSize(4);
  }

  @Test
  void theShareOfWhoIsGoneWithoutAWordIsTakenOver() throws Exception {
    configure("consumer.session.timeout.ms", "1000");
    try (KafkaConsumer<String, String> first = node.consumer(Map.of())) {
      KafkaConsumer<String, String> second = node.consumer(Map.of());
      awaitShared(List.of(first, second));

      second.close(AS_IF_KILLED);

      awaitShared(List.of(first));
    }
  }

  @Test
  void aStaticMemberThatComesBackFindsItsShare() {
    try (KafkaConsumer<String, String> first = node.consumer(Map.of())) {
      Map<String, Object> one = Map.of("group.instance.id", "one");
      KafkaConsumer<String, String> second = node.consumer(one);
      awaitShared(List.of(first, second));
      Set<TopicPartition> before = new HashSet<>(second.assignment());
      int epoch = first.groupMetadata().generationId();
      second.close();

      try (KafkaConsumer<String, String> again = node.consumer(one)) {
        awaitShared(List.of(first, again));
        assertThat(again.assignment()).isEqualTo(before);
        assertThat(first.groupMetadata().generationId()).isEqualTo(epoch);
      }
    }
  }

  @Test
  void membersGoOnThroughARestart() throws Exception {
    try (KafkaConsumer<String, String> first = node.consumer(Map.of());
        KafkaConsumer<String, String> second = node.consumer(Map.of())) {
      awaitShared(List.of(first, second));
      Set<TopicPartition> before = new HashSet<>(first.assignment());

      node.restart();
      node.write("after");

      assertThat(GroupNode.read(first, 2)).containsExactly("after");
      assertThat(GroupNode.read(second, 2)).containsExactly("after");
      assertThat(first.assignment()).isEqualTo(before);
    }
  }

  @Test
  void rangesAreNeighbours() {
    Map<String, Object> range = Map.of("group.remote.assignor", "range");
    try (KafkaConsumer<String, String> first = node.consumer(range);
        KafkaConsumer<String, String> second = node.consumer(range)) {
      awaitShared(List.of(first, second));

      assertThat(GroupNode.numbers(first.assignment())).isIn(Set.of(0, 1), Set.of(2, 3));
    }
  }

  @Test
  void topicsThatComeGrowAndGoAreNoticed() throws Exception {
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      member.unsubscribe();
      member.subscribe(new SubscriptionPattern("(orders|late)"));
      awaitAssigned(member, 4);

      node.create("late");
      awaitAssigned(member, 8);
      done(admin.createPartitions(Map.of("late", NewPartitions.increaseTo(6))).all());
      awaitAssigned(member, 10);
      done(admin.deleteTopics(List.of(GroupNode.TOPIC)).all());
      awaitAssigned(member, 6);
    }
  }

  @Test
  void patternsDoNotBringTheNodesOwnTopics() {
    try (KafkaConsumer<String, String> member = node.consumer(Map.of())) {
      member.unsubscribe();
      member.subscribe(new SubscriptionPattern(".*"));

      awaitAssigned(member, 4);
    }
  }

  @Test
  void adminsSeeTheGroupAndLeaveItsOffsetsAlone() throws Exception {
    try (KafkaConsumer<String, String> member = node.consumer(Map.of("client.id", "reader"))) {
      awaitShared(List.of(member));

      ConsumerGroupDescription described =
          done(admin.describeConsumerGroups(List.of("readers")).all()).get("readers");

      assertThat(described.type()).isEqualTo(GroupType.CONSUMER);
      assertThat(described.groupState()).isEqualTo(GroupState.STABLE);
      assertThat(described.partitionAssignor()).isEqualTo("uniform");
      assertThat(described.members())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.clientId()).isEqualTo("reader");
                assertThat(it.memberEpoch()).hasValue(1);
                assertThat(it.assignment().topicPartitions()).isEqualTo(member.assignment());
                assertThat(it.targetAssignment().orElseThrow().topicPartitions()).hasSize(4);
              });
      assertThat(
              done(
                  admin
                      .listGroups(new ListGroupsOptions().withTypes(Set.of(GroupType.CONSUMER)))
                      .all()))
          .extracting(GroupListing::groupId, it -> it.groupState().orElseThrow())
          .containsExactly(tuple("readers", GroupState.STABLE));
      assertThatThrownBy(
              () ->
                  done(
                      admin
                          .alterConsumerGroupOffsets(
                              "readers", Map.of(FIRST, new OffsetAndMetadata(7)))
                          .all()))
          .hasRootCauseInstanceOf(UnknownMemberIdException.class);
      assertThatThrownBy(() -> done(admin.deleteConsumerGroups(List.of("readers")).all()))
          .hasRootCauseInstanceOf(GroupNotEmptyException.class);
      member.commitSync(Map.of(FIRST, new OffsetAndMetadata(1)));
    }
    assertThat(done(admin.listGroups().all()))
        .extracting(GroupListing::groupId, it -> it.groupState().orElseThrow())
        .containsExactly(tuple("readers", GroupState.EMPTY));
    done(admin.deleteConsumerGroups(List.of("readers")).all());
    assertThat(done(admin.listGroups().all())).isEmpty();
  }

  private static void awaitAssigned(KafkaConsumer<String, String> member, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              member.poll(Duration.ofMillis(50));
              return member.assignment().size() == count;
            });
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
    return done(admin.listConsumerGroupOffsets("readers").partitionsToOffsetAndMetadata());
  }

  private void configure(String name, String value) throws Exception {
    done(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.GROUP, "readers"),
                    List.of(
                        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
            .all());
  }

  private static ConsumerRebalanceListener noting(List<TopicPartition> givenUp) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        givenUp.addAll(partitions);
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
