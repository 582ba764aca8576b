package dev.headrace.log;

import static dev.headrace.log.GroupNode.awaitShared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.log.broker.CommittedOffset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's admin client looks after groups. */
final class AdministeringGroupsTest {

  private static final TopicPartition FIRST = new TopicPartition(GroupNode.TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(GroupNode.TOPIC, 1);

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
  void groupsAreListedWithTheirState() throws Exception {
    commit("committed-only", Map.of(FIRST, new OffsetAndMetadata(1)));
    try (KafkaConsumer<String, String> member = node.member(Map.of())) {
      awaitShared(List.of(member));

      assertThat(done(admin.listGroups().all()))
          .extracting(GroupListing::groupId, listing -> listing.groupState().orElseThrow())
          .containsExactlyInAnyOrder(
              tuple("readers", GroupState.STABLE), tuple("committed-only", GroupState.EMPTY));
      assertThat(
              done(
                  admin
                      .listGroups(new ListGroupsOptions().inGroupStates(Set.of(GroupState.EMPTY)))
                      .all()))
          .extracting(GroupListing::groupId)
          .containsExactly("committed-only");
    }
  }

  @Test
  void aGroupIsDescribedWithWhatItsMembersAreAssigned() throws Exception {
    try (KafkaConsumer<String, String> member = node.member(Map.of("client.id", "reader"))) {
      awaitShared(List.of(member));

      ConsumerGroupDescription described =
          done(admin.describeConsumerGroups(List.of("readers")).all()).get("readers");

      assertThat(described.groupState()).isEqualTo(GroupState.STABLE);
      assertThat(described.partitionAssignor()).isEqualTo("range");
      assertThat(described.members())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.clientId()).isEqualTo("reader");
                assertThat(it.assignment().topicPartitions()).isEqualTo(member.assignment());
              });
    }
  }

  @Test
  void offsetsAreSetAndReadFromOutside() throws Exception {
    commit("readers", Map.of(FIRST, new OffsetAndMetadata(7, "receipt: é")));

    assertThat(offsets("readers")).isEqualTo(Map.of(FIRST, new OffsetAndMetadata(7, "receipt: é")));
    assertThat(node.engine().offsets().committed("readers"))
        .isEqualTo(
            Map.of(
                new dev.headrace.log.record.TopicPartition(GroupNode.TOPIC, 0),
                new CommittedOffset(7, OptionalInt.empty(), "receipt: é")));
  }

  @Test
  void offsetsOfAGroupWithMembersAreItsOwn() {
    try (KafkaConsumer<String, String> member = node.member(Map.of())) {
      awaitShared(List.of(member));

      assertThatThrownBy(() -> commit("readers", Map.of(FIRST, new OffsetAndMetadata(7))))
          .hasRootCauseInstanceOf(UnknownMemberIdException.class);
      assertThatThrownBy(() -> done(admin.deleteConsumerGroups(List.of("readers")).all()))
          .hasRootCauseInstanceOf(GroupNotEmptyException.class);
    }
  }

  @Test
  void offsetsAndGroupsAreDeletedForGood() throws Exception {
    commit("readers", Map.of(FIRST, new OffsetAndMetadata(1), SECOND, new OffsetAndMetadata(2)));

    done(admin.deleteConsumerGroupOffsets("readers", Set.of(FIRST)).all());
    assertThat(offsets("readers")).containsOnlyKeys(SECOND);
    done(admin.deleteConsumerGroups(List.of("readers")).all());

    assertThat(done(admin.listGroups().all())).isEmpty();
    node.restart();
    assertThat(offsets("readers")).isEmpty();
  }

  @Test
  void offsetsOfADeletedTopicAreNotTakenForItsSuccessor() throws Exception {
    commit("readers", Map.of(FIRST, new OffsetAndMetadata(5)));

    done(admin.deleteTopics(List.of(GroupNode.TOPIC)).all());
    node.create(GroupNode.TOPIC);

    assertThat(offsets("readers")).isEmpty();
    node.restart();
    assertThat(offsets("readers")).isEmpty();
  }

  @Test
  void aStaticMemberIsSentAway() throws Exception {
    try (KafkaConsumer<String, String> member = node.member(Map.of("group.instance.id", "one"))) {
      awaitShared(List.of(member));

      done(
          admin
              .removeMembersFromConsumerGroup(
                  "readers",
                  new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("one"))))
              .all());

      assertThat(node.engine().offsets().committed("readers")).isEmpty();
      assertThat(done(admin.listGroups().all())).isEmpty();
    }
  }

  private void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets)
      throws Exception {
    done(admin.alterConsumerGroupOffsets(group, offsets).all());
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(String group) throws Exception {
    return done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
