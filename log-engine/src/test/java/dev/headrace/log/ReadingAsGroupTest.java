package dev.headrace.log;

import static dev.headrace.log.GroupNode.awaitShared;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own consumers share a topic. */
final class ReadingAsGroupTest {

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
  void twoMembersShareAndOneTakesOverWhatTheOtherLeaves() {
    try (KafkaConsumer<String, String> first = node.member(Map.of())) {
      awaitShared(List.of(first));
      try (KafkaConsumer<String, String> second = node.member(Map.of())) {
        awaitShared(List.of(first, second));
      }
      awaitShared(List.of(first));
    }
  }

  @Test
  void aMemberThatIsGoneWithoutAWordIsMissedAfterASecond() {
    Map<String, Object> brief = Map.of("session.timeout.ms", 1_000);
    try (KafkaConsumer<String, String> first = node.member(brief)) {
      KafkaConsumer<String, String> second = node.member(brief);
      awaitShared(List.of(first, second));

      second.close(
          CloseOptions.timeout(Duration.ZERO)
              .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));

      awaitShared(List.of(first));
    }
  }

  @Test
  void cooperativeMembersGoOnReadingWhatTheyKeep() throws Exception {
    Map<String, Object> cooperative =
        Map.of("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    node.write("before");
    try (KafkaConsumer<String, String> first = node.member(cooperative)) {
      assertThat(GroupNode.read(first, GroupNode.PARTITIONS)).containsExactly("before");
      try (KafkaConsumer<String, String> second = node.member(cooperative)) {
        second.poll(Duration.ofMillis(1));
        node.write("after");

        // The newcomer holds the rebalance up, as it does not poll.
        assertThat(GroupNode.read(first, 2)).containsExactly("after");
      }
    }
  }

  @Test
  void cooperativeMembersKeepWhatTheyNeedNotGiveUp() {
    Map<String, Object> cooperative =
        Map.of("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    List<TopicPartition> givenUp = new ArrayList<>();
    try (KafkaConsumer<String, String> first = node.member(cooperative);
        KafkaConsumer<String, String> second = node.member(cooperative)) {
      first.subscribe(List.of(GroupNode.TOPIC), noting(givenUp));
      awaitShared(List.of(first));

      awaitShared(List.of(first, second));

      assertThat(givenUp).hasSize(2).doesNotContainAnyElementsOf(first.assignment());
    }
  }

  @Test
  void aSuccessorGoesOnAtTheCommittedOffsets() throws Exception {
    node.write("before");
    try (KafkaConsumer<String, String> member = node.member(Map.of())) {
      assertThat(GroupNode.read(member, GroupNode.PARTITIONS)).containsExactly("before");
      member.commitSync();
    }
    node.write("after");

    try (KafkaConsumer<String, String> member = node.member(Map.of())) {
      assertThat(GroupNode.read(member, GroupNode.PARTITIONS)).containsExactly("after");
    }
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
}
