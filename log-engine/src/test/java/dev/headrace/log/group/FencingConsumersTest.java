package dev.headrace.log.group;

import static dev.headrace.log.group.TestConsumers.joining;
import static dev.headrace.log.group.TestConsumers.joiningAs;
import static dev.headrace.log.group.TestConsumers.leaving;
import static dev.headrace.log.group.TestConsumers.living;
import static dev.headrace.log.group.TestConsumers.named;
import static dev.headrace.log.group.TestConsumers.owning;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.ConsumerOutcome.Alive;
import dev.headrace.log.group.ConsumerOutcome.Gone;
import dev.headrace.log.record.TopicIdPartition;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is not, or no longer, the member that it says to be. */
final class FencingConsumersTest {

  private final TestConsumers consumers = new TestConsumers();
  private UUID orders;

  @BeforeEach
  void makeATopic() {
    orders = consumers.topic("orders", 4);
  }

  @Test
  void strangersAndWrongEpochsAreRefused() {
    consumers.alive(joining("a", "orders"));

    assertThat(consumers.refused(living("b", 1))).isEqualTo(GroupError.UNKNOWN_MEMBER_ID);
    assertThat(consumers.refused(living("a", 2))).isEqualTo(GroupError.FENCED_MEMBER_EPOCH);
    assertThat(consumers.refused(leaving("b"))).isEqualTo(GroupError.UNKNOWN_MEMBER_ID);
  }

  @Test
  void whoHasLostTheAnswerWithItsEpochGoesOn() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();
    consumers.topic("payments", 1);
    consumers.alive(joining("b", "payments"));
    assertThat(consumers.alive(living("a", 1)).memberEpoch()).isEqualTo(2);

    assertThat(consumers.alive(owning("a", 1, all)).memberEpoch()).isEqualTo(2);
    assertThat(consumers.refused(living("a", 1)))
        .as("without saying what it reads")
        .isEqualTo(GroupError.FENCED_MEMBER_EPOCH);
  }

  @Test
  void aFencedMemberComesBackWithNothingAndGetsItsShare() {
    consumers.alive(joining("a", "orders"));
    consumers.alive(joining("b", "orders"));

    Alive back = consumers.alive(joining("a", "orders"));

    assertThat(back.memberEpoch()).as("no new epoch for the others").isEqualTo(2);
    assertThat(back.assignment().orElseThrow()).hasSize(2);
    assertThat(consumers.alive(living("b", 2)).assignment().orElseThrow()).hasSize(2);
  }

  @Test
  void aStaticMemberThatIsAwayFindsItsShareAgain() {
    consumers.alive(joiningAs("a1", "one", "orders"));
    consumers.alive(joining("b", "orders"));
    Set<TopicIdPartition> had = consumers.group().describe().members().getFirst().target();
    consumers.alive(owning("a1", 1, had));

    assertThat(consumers.heartbeat(named(living("a1", -2), "one"))).isEqualTo(new Gone("a1", -2));
    assertThat(consumers.alive(living("b", 2)).memberEpoch()).as("nobody notices").isEqualTo(2);
    Alive back = consumers.alive(joiningAs("a2", "one", "orders"));

    assertThat(back.memberEpoch()).isEqualTo(2);
    assertThat(back.assignment()).contains(had);
    assertThat(consumers.refused(named(living("a1", 2), "one")))
        .isEqualTo(GroupError.FENCED_INSTANCE_ID);
    assertThat(consumers.group().describe().members()).hasSize(2);
  }

  @Test
  void aStaticMemberThatStaysAwayIsOut() {
    consumers.alive(joiningAs("a1", "one", "orders"));
    consumers.heartbeat(named(living("a1", -2), "one"));

    consumers.pass(TestConsumers.TIMES.sessionMillis());

    assertThat(consumers.group().isEmpty()).isTrue();
    assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.EMPTY);
  }

  @Test
  void anInstanceInUseIsNotGivenToAnother() {
    consumers.alive(joiningAs("a1", "one", "orders"));

    assertThat(consumers.refused(joiningAs("a2", "one", "orders")))
        .isEqualTo(GroupError.UNRELEASED_INSTANCE_ID);
    assertThat(consumers.alive(joiningAs("a1", "one", "orders")).memberEpoch()).isEqualTo(1);
  }

  @Test
  void offsetsAreCommittedInThePresentEpochOrOfWhatWasKept() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();
    consumers.alive(joining("b", "orders"));
    Set<TopicIdPartition> kept = consumers.alive(owning("a", 1, all)).assignment().orElseThrow();
    assertThat(commit("a", 1, all)).as("while it gives up").isEmpty();
    consumers.alive(owning("a", 1, kept));

    assertThat(commit("a", 2, kept)).isEmpty();
    assertThat(commit("a", 1, kept)).as("sent before the answer came").isEmpty();
    assertThat(commit("a", 1, all)).contains(GroupError.STALE_MEMBER_EPOCH);
    assertThat(commit("a", 3, kept)).contains(GroupError.STALE_MEMBER_EPOCH);
    assertThat(commit("c", 2, kept)).contains(GroupError.UNKNOWN_MEMBER_ID);
    assertThat(consumers.group().commit(MemberIdentity.NONE, kept))
        .as("an admin, while there are members")
        .contains(GroupError.UNKNOWN_MEMBER_ID);
  }

  @Test
  void offsetsInTransactionsAreTakenLikewiseAndRefusedInTheWordsOfTheOlderProtocol() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();
    consumers.alive(joining("b", "orders"));
    Set<TopicIdPartition> kept = consumers.alive(owning("a", 1, all)).assignment().orElseThrow();
    consumers.alive(owning("a", 1, kept));

    assertThat(commitInTransaction("a", 2, kept)).isEmpty();
    assertThat(commitInTransaction("a", 1, kept)).as("of what was kept").isEmpty();
    assertThat(commitInTransaction("a", 1, all)).contains(GroupError.ILLEGAL_GENERATION);
    assertThat(commitInTransaction("a", 3, kept)).contains(GroupError.ILLEGAL_GENERATION);
    assertThat(commitInTransaction("a", -1, kept)).contains(GroupError.ILLEGAL_GENERATION);
    assertThat(commitInTransaction("c", 2, kept)).contains(GroupError.UNKNOWN_MEMBER_ID);
    assertThat(consumers.group().commitInTransaction(MemberIdentity.NONE, kept))
        .as("a producer that names no member")
        .isEmpty();
  }

  @Test
  void aVersionWithoutWordsForEpochsIsRefusedWhateverItSays() {
    Set<TopicIdPartition> all = consumers.alive(joining("a", "orders")).assignment().orElseThrow();

    assertThat(commitInGenerations("a", 1, all)).contains(GroupError.UNSUPPORTED_VERSION);
    assertThat(commitInGenerations("a", 7, all)).contains(GroupError.UNSUPPORTED_VERSION);
    assertThat(commitInGenerations("c", 1, all)).contains(GroupError.UNKNOWN_MEMBER_ID);
    consumers.heartbeat(leaving("a"));
    assertThat(commitInGenerations("", -1, all)).as("an admin, when all have gone").isEmpty();
  }

  @Test
  void offsetsAreReadInThePresentEpochOrFromOutside() {
    consumers.alive(joining("a", "orders"));

    assertThat(fetch("a", 1)).isEmpty();
    assertThat(consumers.group().fetch(MemberIdentity.NONE)).isEmpty();
    assertThat(fetch("a", 0)).contains(GroupError.STALE_MEMBER_EPOCH);
    assertThat(fetch("b", 1)).contains(GroupError.UNKNOWN_MEMBER_ID);
  }

  @Test
  void membersAndSubscriptionsAreBounded() {
    TestConsumers small = new TestConsumers(new GroupLimits(1_000, 60_000, 0, 1, 10));
    small.topic("orders", 1);
    small.alive(joining("a", "orders"));

    assertThat(small.refused(joining("b", "orders"))).isEqualTo(GroupError.GROUP_MAX_SIZE_REACHED);
    assertThat(small.refused(joining("a", "orders", "payments")))
        .isEqualTo(GroupError.GROUP_MAX_SIZE_REACHED);
    assertThat(small.refused(joining("a".repeat(9_000)))).isEqualTo(GroupError.INVALID_REQUEST);
  }

  @Test
  void topicsThatMembersReadAreKnown() {
    consumers.alive(joining("a", "orders"));

    assertThat(consumers.group().reads(orders)).isTrue();
    assertThat(consumers.group().reads(UUID.randomUUID())).isFalse();
  }

  private Optional<GroupError> commit(String member, int epoch, Set<TopicIdPartition> partitions) {
    return consumers
        .group()
        .commit(new MemberIdentity(member, Optional.empty(), epoch), partitions);
  }

  private Optional<GroupError> commitInTransaction(
      String member, int epoch, Set<TopicIdPartition> partitions) {
    return consumers
        .group()
        .commitInTransaction(new MemberIdentity(member, Optional.empty(), epoch), partitions);
  }

  private Optional<GroupError> commitInGenerations(
      String member, int generation, Set<TopicIdPartition> partitions) {
    MemberIdentity identity =
        new MemberIdentity(
            member, Optional.empty(), generation, MemberIdentity.Wording.GENERATIONS);
    return consumers.group().commit(identity, partitions);
  }

  private Optional<GroupError> fetch(String member, int epoch) {
    return consumers.group().fetch(new MemberIdentity(member, Optional.empty(), epoch));
  }
}
