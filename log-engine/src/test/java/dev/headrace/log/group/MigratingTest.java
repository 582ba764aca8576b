package dev.headrace.log.group;

import static dev.headrace.log.group.Classics.numbers;
import static dev.headrace.log.group.Classics.share;
import static dev.headrace.log.group.TestConsumers.joining;
import static dev.headrace.log.group.TestConsumers.leaving;
import static dev.headrace.log.group.TestConsumers.living;
import static dev.headrace.log.group.TestConsumers.owning;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.ConsumerGroupDescription.Described;
import dev.headrace.log.record.TopicIdPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group goes over from one protocol to the other, with its members and what they read. */
final class MigratingTest {

  private final TestConsumers consumers = new TestConsumers();
  private UUID orders;

  @BeforeEach
  void makeATopic() {
    orders = consumers.topic("orders", 4);
  }

  @Test
  void theGenerationIsTheEpochAndMembersKeepWhatTheyHave() {
    upgrade(Map.of("a", share(0, 1), "b", share(2, 3)));

    assertThat(consumers.group().describe().epoch()).isEqualTo(3);
    assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.STABLE);
    assertThat(described("a").current())
        .isEqualTo(CurrentAssignment.settled(3, Set.of(order(0), order(1))));
    assertThat(described("b").target()).isEqualTo(Set.of(order(2), order(3)));
    assertThat(beat("a", 3)).isEmpty();
  }

  @Test
  void aRestartFindsItAsItWas() {
    upgrade(Map.of("a", share(0, 1), "b", share(2, 3)));
    consumers.alive(joining("c", "orders"));
    ConsumerGroupDescription before = consumers.group().describe();

    consumers.restart();

    assertThat(consumers.group().describe()).isEqualTo(before);
    assertThat(beat("a", 3)).contains(GroupError.REBALANCE_IN_PROGRESS);
  }

  @Test
  void aConsumerThatComesGetsItsShareFromThoseWhoWereThere() {
    upgrade(Map.of("a", share(0, 1, 2, 3)));
    consumers.alive(joining("c", "orders"));

    assertThat(beat("a", 3)).contains(GroupError.REBALANCE_IN_PROGRESS);
    assertThat(epochOf(consumers.join(Classics.joining("a"), ""))).isEqualTo(4);

    assertThat(synced("a", 4)).hasSize(2);
    assertThat(beat("a", 4)).isEmpty();
    assertThat(consumers.alive(living("c", 4)).assignment().orElseThrow()).hasSize(2);
    assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.STABLE);
  }

  @Test
  void whoReadsOnKeepsItsEpochUntilItHasGivenUp() {
    upgrade(Map.of("a", share(0, 1, 2, 3)));
    consumers.alive(joining("c", "orders"));

    assertThat(epochOf(joinReading("a", Set.of(0, 1, 2, 3)))).isEqualTo(3);
    Set<Integer> kept = synced("a", 3);
    assertThat(kept).hasSize(2);
    assertThat(beat("a", 3)).contains(GroupError.REBALANCE_IN_PROGRESS);
    assertThat(consumers.alive(living("c", 4)).assignment()).as("nothing is free").isEmpty();

    assertThat(epochOf(joinReading("a", kept))).isEqualTo(4);
    assertThat(synced("a", 4)).isEqualTo(kept);
  }

  @Test
  void aGroupStaysWhereItCannotGoOver() {
    assertThat(refused(GroupLimits.DEFAULTS, "connect", share(0))).contains("not consumers");
    assertThat(refused(GroupLimits.DEFAULTS, "consumer", TestGroup.bytes("?")))
        .contains("makes no sense");
    Opaque extras =
        Classics.opaque(
            ConsumerProtocol.serializeAssignment(
                new Assignment(List.of(), ByteBuffer.wrap(new byte[] {1}))));
    assertThat(refused(GroupLimits.DEFAULTS, "consumer", extras)).contains("custom assignor");
    for (MigrationPolicy policy : List.of(MigrationPolicy.DISABLED, MigrationPolicy.DOWNGRADE)) {
      assertThat(refused(GroupLimits.DEFAULTS.withMigration(policy), "consumer", share(0)))
          .contains("disabled");
    }
  }

  @Test
  void theEpochIsTheGenerationWhenTheLastConsumerHasGone() {
    upgrade(Map.of("a", share(0, 1, 2, 3)));
    consumers.alive(joining("c", "orders"));
    consumers.join(Classics.joining("a", List.of("roundrobin", "range"), Set.of()), "");
    assertThat(consumers.group().isToDowngrade()).isFalse();

    consumers.heartbeat(leaving("c"));

    assertThat(consumers.group().isToDowngrade()).isTrue();
    Group group = consumers.downgrade().group();
    assertThat(group.state())
        .isEqualTo(new GroupState.Stable(4, new GroupMetadata.Formation("roundrobin", "a")));
    assertThat(numbers(group.describe().members().getFirst().assignment())).hasSize(2);
    group.rebalance(consumers.nowMillis());
    assertThat(group.heartbeat(new MemberIdentity("a", Optional.empty(), 4), 2))
        .contains(GroupError.REBALANCE_IN_PROGRESS);
  }

  @Test
  void membersAreAskedAgainToJoinWhenTheNodeHasStoppedBeforeTheyHave() {
    upgrade(Map.of("a", share(0, 1, 2, 3)));
    consumers.alive(joining("c", "orders"));
    consumers.join(Classics.joining("a"), "");
    consumers.heartbeat(leaving("c"));

    Group restarted = consumers.restart(consumers.downgrade().recordsForRejoining());

    assertThat(restarted.heartbeat(new MemberIdentity("a", Optional.empty(), 4), 2))
        .contains(GroupError.ILLEGAL_GENERATION);
  }

  @Test
  void itGoesBackTooWhenTheLastConsumerIsLostOrSentAway() {
    upgrade(Map.of("a", share(0, 1, 2, 3)));
    consumers.alive(joining("c", "orders"));
    consumers.join(Classics.joining("a"), "");
    consumers.group().sync(sync("a", 4), consumers.nowMillis());

    consumers.pass(TestConsumers.TIMES.sessionMillis());
    assertThat(consumers.group().isToDowngrade()).as("lost").isTrue();

    consumers.alive(joining("d", "orders"));
    consumers.join(Classics.joining("a"), "");
    assertThat(consumers.leave(new Group.Leaver("d", Optional.empty())))
        .containsExactly(Optional.empty());
    assertThat(consumers.group().isToDowngrade()).as("sent away").isTrue();
  }

  @Test
  void itStaysWhenThatIsDisabledAndSharesOutAnew() {
    TestConsumers staying =
        new TestConsumers(GroupLimits.DEFAULTS.withMigration(MigrationPolicy.UPGRADE));
    staying.topic("orders", 4);
    staying.alive(joining("c", "orders"));
    staying.join(Classics.joining(""), "a");

    staying.heartbeat(leaving("c"));

    assertThat(staying.group().isToDowngrade()).isFalse();
    assertThat(staying.group().describe().epoch()).isEqualTo(3);
    assertThat(staying.join(Classics.joining("a"), ""))
        .isInstanceOfSatisfying(
            JoinOutcome.Joined.class, it -> assertThat(it.generation()).isEqualTo(3));
  }

  @Test
  void nobodyMixesWhenMigrationIsDisabled() {
    TestConsumers strict =
        new TestConsumers(GroupLimits.DEFAULTS.withMigration(MigrationPolicy.DISABLED));
    strict.topic("orders", 4);
    strict.alive(joining("c", "orders"));

    assertThat(strict.join(Classics.joining(""), "a"))
        .isEqualTo(new JoinOutcome.Refused(GroupError.INCONSISTENT_GROUP_PROTOCOL, ""));
  }

  @Test
  void membersOfTheClassicProtocolHaveItsTimes() {
    consumers.alive(joining("c", "orders"));
    consumers.join(Classics.joining(""), "a");
    consumers.pass(Classics.REBALANCE_MILLIS);
    assertThat(members()).as("did not sync in time").containsExactly("c");

    consumers.join(Classics.joining(""), "b");
    synced("b", consumers.group().describe().epoch());
    consumers.alive(living("c", epochOf("c")));
    consumers.alive(owning("c", epochOf("c"), Set.of()));
    consumers.alive(joining("d", "orders"));
    assertThat(beat("b", epochOf("b"))).contains(GroupError.REBALANCE_IN_PROGRESS);
    consumers.pass(Classics.REBALANCE_MILLIS - 1);
    assertThat(members()).contains("b");
    consumers.pass(1);
    assertThat(members()).as("did not join again in time").doesNotContain("b");
  }

  @Test
  void aStaticMemberThatChangesItsProtocolKeepsItsShare() {
    consumers.alive(TestConsumers.joiningAs("c", "one", "orders"));
    Set<TopicIdPartition> had = described("c").target();

    JoinOutcome joined = consumers.join(Classics.named(Classics.joining(""), "one"), "a");

    assertThat(epochOf(joined)).as("no new epoch").isEqualTo(1);
    assertThat(members()).containsExactly("a");
    assertThat(described("a").current().assigned().keySet()).isEqualTo(had);
    assertThat(consumers.group().isToDowngrade()).isTrue();
    Downgrade downgrade = consumers.downgrade();
    assertThat(numbers(downgrade.group().describe().members().getFirst().assignment())).hasSize(4);
    Group restarted = consumers.restart(downgrade.records());
    assertThat(restarted.describe()).isEqualTo(downgrade.group().describe());
    assertThat(restarted.heartbeat(new MemberIdentity("a", Optional.of("one"), 1), 2)).isEmpty();
  }

  @Test
  void offsetsAreCommittedInTheWordsOfTheMembersProtocol() {
    upgrade(Map.of("a", share(0, 1, 2, 3)));
    MemberIdentity inGenerations =
        new MemberIdentity("a", Optional.empty(), 3, MemberIdentity.Wording.GENERATIONS);
    MemberIdentity later = new MemberIdentity("a", Optional.empty(), 4);

    assertThat(consumers.group().commit(inGenerations, Set.of(order(0)))).isEmpty();
    assertThat(consumers.group().commit(later, Set.of(order(0))))
        .contains(GroupError.ILLEGAL_GENERATION);
    assertThat(consumers.group().fetch(later)).contains(GroupError.ILLEGAL_GENERATION);
  }

  private void upgrade(Map<String, Opaque> shares) {
    Group classic = Classics.group(GroupLimits.DEFAULTS, "consumer", shares);
    consumers.take((Upgrade.Ready) classic.upgrade(consumers, consumers.nowMillis()));
  }

  private String refused(GroupLimits limits, String protocolType, Opaque share) {
    Group classic = Classics.group(limits, protocolType, Map.of("a", share));
    return ((Upgrade.Refused) classic.upgrade(consumers, 1)).why();
  }

  private JoinOutcome joinReading(String memberId, Set<Integer> owned) {
    return consumers.join(Classics.joining(memberId, List.of("range"), owned), "");
  }

  private static int epochOf(JoinOutcome joined) {
    return ((JoinOutcome.Joined) joined).generation();
  }

  private int epochOf(String memberId) {
    return described(memberId).current().epoch();
  }

  private Set<Integer> synced(String memberId, int epoch) {
    SyncOutcome outcome = consumers.group().sync(sync(memberId, epoch), consumers.nowMillis());
    return numbers(((SyncOutcome.Synced) outcome).assignment());
  }

  private static SyncRequest sync(String memberId, int epoch) {
    return new SyncRequest(
        new MemberIdentity(memberId, Optional.empty(), epoch),
        Optional.of("consumer"),
        Optional.empty(),
        Map.of());
  }

  private Optional<GroupError> beat(String memberId, int epoch) {
    return consumers
        .group()
        .heartbeat(new MemberIdentity(memberId, Optional.empty(), epoch), consumers.nowMillis());
  }

  private Described described(String memberId) {
    return consumers.group().describe().members().stream()
        .filter(it -> it.memberId().equals(memberId))
        .findFirst()
        .orElseThrow();
  }

  private List<String> members() {
    return consumers.group().describe().members().stream().map(Described::memberId).toList();
  }

  private TopicIdPartition order(int number) {
    return new TopicIdPartition(orders, number);
  }
}
