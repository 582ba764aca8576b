package dev.headrace.log.group;

import static dev.headrace.log.group.TestConsumers.joining;
import static dev.headrace.log.group.TestConsumers.living;
import static dev.headrace.log.group.TestConsumers.owning;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.ConsumerOutcome.Alive;
import dev.headrace.log.record.TopicIdPartition;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members come to their shares: what one is to get another one gives up first. */
final class ReconcilingTest {

  private final TestConsumers consumers = new TestConsumers();

  @BeforeEach
  void makeATopic() {
    consumers.topic("orders", 4);
  }

  @Test
  void theFirstMemberGetsAllAtOnce() {
    Alive only = consumers.alive(joining("a", "orders"));

    assertThat(only.memberEpoch()).isEqualTo(1);
    assertThat(only.assignment().orElseThrow()).hasSize(4);
    assertThat(only.heartbeatMillis()).isEqualTo(TestConsumers.TIMES.heartbeatMillis());
    assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.STABLE);
  }

  @Test
  void aMemberIsToldOnlyWhatIsNew() {
    consumers.alive(joining("a", "orders"));

    assertThat(consumers.alive(living("a", 1)).assignment()).isEmpty();
  }

  @Test
  void aNewcomerWaitsUntilTheOtherHasGivenUp() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();
    Alive newcomer = consumers.alive(joining("b", "orders"));
    assertThat(newcomer.memberEpoch()).isEqualTo(2);
    assertThat(newcomer.assignment().orElseThrow()).as("nothing is free").isEmpty();

    Alive told = consumers.alive(owning("a", 1, all));
    assertThat(told.memberEpoch()).as("the old epoch, until it has given up").isEqualTo(1);
    Set<TopicIdPartition> kept = told.assignment().orElseThrow();
    assertThat(kept).hasSize(2);
    assertThat(consumers.alive(living("b", 2)).assignment()).isEmpty();
    assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.RECONCILING);

    assertThat(consumers.alive(owning("a", 1, kept)).memberEpoch()).isEqualTo(2);
    Set<TopicIdPartition> got = consumers.alive(living("b", 2)).assignment().orElseThrow();

    assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.STABLE);
    Set<TopicIdPartition> both = new HashSet<>(kept);
    both.addAll(got);
    assertThat(both).isEqualTo(all);
  }

  @Test
  void whoDoesNotGiveUpInTimeIsOut() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();
    consumers.alive(joining("b", "orders"));
    consumers.alive(owning("a", 1, all));

    for (int i = 0; i < TestConsumers.REBALANCE_MILLIS / 1_000; i++) {
      consumers.pass(1_000);
      consumers.heartbeat(owning("a", 1, all));
    }

    assertThat(consumers.refused(living("a", 1))).isEqualTo(GroupError.UNKNOWN_MEMBER_ID);
    assertThat(consumers.alive(living("b", 2)).assignment()).contains(all);
  }

  @Test
  void whoIsSilentForASessionIsOut() {
    consumers.alive(joining("a", "orders"));
    consumers.alive(joining("b", "orders"));
    consumers.pass(9_999);
    consumers.alive(living("b", 2));

    consumers.pass(1);

    assertThat(consumers.refused(living("a", 1))).isEqualTo(GroupError.UNKNOWN_MEMBER_ID);
    Alive heir = consumers.alive(living("b", 2));
    assertThat(heir.memberEpoch()).isEqualTo(3);
    assertThat(heir.assignment().orElseThrow()).hasSize(4);
  }

  @Test
  void newPartitionsAndNewTopicsAreSharedOut() {
    consumers.alive(joining("a", "orders", "payments"));

    consumers.topic("orders", 6);
    Alive grown = consumers.alive(living("a", 1));
    assertThat(grown.memberEpoch()).isEqualTo(2);
    assertThat(grown.assignment().orElseThrow()).hasSize(6);

    consumers.topic("payments", 1);
    assertThat(consumers.alive(living("a", 2)).assignment().orElseThrow()).hasSize(7);

    consumers.topic("others", 1);
    assertThat(consumers.alive(living("a", 3)).memberEpoch()).as("nobody reads it").isEqualTo(3);
  }

  @Test
  void aDeletedTopicIsGivenUp() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();

    consumers.delete("orders");

    assertThat(consumers.alive(owning("a", 1, all)).assignment().orElseThrow()).isEmpty();
    assertThat(consumers.alive(owning("a", 1, Set.of())).memberEpoch()).isEqualTo(2);
  }

  @Test
  void aPatternFindsTopicsThatComeLater() {
    consumers.alive(TestConsumers.matching("a", "pay.*"));

    consumers.topic("payments", 3);

    assertThat(consumers.alive(living("a", 1)).assignment().orElseThrow()).hasSize(3);
  }

  @Test
  void theAssignorThatMostWantIsTaken() {
    consumers.topic("other", 4);
    consumers.alive(TestConsumers.joiningWith("a", "range", "orders", "other"));
    consumers.alive(TestConsumers.joiningWith("b", "range", "orders", "other"));
    consumers.alive(TestConsumers.joiningWith("c", "uniform", "orders", "other"));

    ConsumerGroupDescription described = consumers.group().describe();

    assertThat(described.assignor().wireName()).isEqualTo("range");
    assertThat(described.members())
        .filteredOn(it -> it.memberId().equals("a"))
        .singleElement()
        .satisfies(it -> assertThat(it.target()).hasSize(4));
  }

  @Test
  void aRestartForgetsNothing() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();
    consumers.alive(joining("b", "orders"));
    Set<TopicIdPartition> kept = consumers.alive(owning("a", 1, all)).assignment().orElseThrow();
    ConsumerGroupDescription before = consumers.group().describe();

    consumers.restart();

    assertThat(consumers.group().describe()).isEqualTo(before);
    assertThat(consumers.alive(living("b", 2)).assignment()).isEqualTo(Optional.empty());
    assertThat(consumers.alive(owning("a", 1, kept)).memberEpoch()).isEqualTo(2);
    assertThat(consumers.alive(living("b", 2)).assignment().orElseThrow()).hasSize(2);
  }
}
