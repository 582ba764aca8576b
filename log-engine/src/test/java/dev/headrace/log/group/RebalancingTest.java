package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headrace.log.group.JoinOutcome.Joined;
import dev.headrace.log.group.JoinOutcome.Participant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members come and go, and each time all learn what is theirs now. */
final class RebalancingTest {

  private final TestGroup group = new TestGroup();

  @Test
  void theFirstMemberLeadsAtOnce() {
    Joined only = group.joined(group.joins("one"));

    assertThat(only.leader()).isEqualTo(only.memberId());
    assertThat(only.generation()).isEqualTo(1);
    assertThat(group.assignment(group.syncs(only))).contains(TestGroup.workOf(only.memberId(), 1));
    assertThat(group.state()).isInstanceOf(GroupState.Stable.class);
  }

  @Test
  void aSecondMemberWaitsUntilTheFirstHasJoinedAgain() {
    Joined first = group.withOneMember("one");

    Ticket second = group.joins("two");
    assertThat(group.joinAnswer(second)).isEmpty();
    assertThat(group.heartbeat(first)).contains(GroupError.REBALANCE_IN_PROGRESS);
    Joined leader = group.joined(group.rejoins(first.memberId()));

    Joined follower = group.joined(second);
    assertThat(leader.generation()).isEqualTo(2).isEqualTo(follower.generation());
    assertThat(leader.leader()).isEqualTo(first.memberId()).isEqualTo(follower.leader());
    assertThat(leader.members())
        .extracting(Participant::memberId)
        .containsExactlyInAnyOrder(leader.memberId(), follower.memberId());
    assertThat(follower.members()).isEmpty();
  }

  @Test
  void followersGetTheirAssignmentWhenTheLeaderHasAssigned() {
    Joined first = group.withOneMember("one");
    Ticket second = group.joins("two");
    Joined leader = group.joined(group.rejoins(first.memberId()));
    Joined follower = group.joined(second);

    Ticket early = group.syncs(follower);
    assertThat(group.syncAnswer(early)).isEmpty();
    Ticket leaders = group.syncs(leader);

    assertThat(group.assignment(early)).contains(TestGroup.workOf(follower.memberId(), 2));
    assertThat(group.assignment(leaders)).contains(TestGroup.workOf(leader.memberId(), 2));
    assertThat(group.assignment(group.syncs(follower)))
        .as("asked again when it is stable")
        .contains(TestGroup.workOf(follower.memberId(), 2));
  }

  @Test
  void threeMembersFormOneGeneration() {
    List<Joined> two = group.withTwoMembers();

    Ticket third = group.joins("three");
    Ticket second = group.rejoins(two.get(1).memberId());
    assertThat(group.joinAnswer(third)).isEmpty();
    Ticket first = group.rejoins(two.get(0).memberId());

    assertThat(List.of(group.joined(first), group.joined(second), group.joined(third)))
        .extracting(Joined::generation, Joined::leader)
        .containsOnly(tuple(3, two.get(0).memberId()));
    assertThat(group.joined(first).members()).hasSize(3);
  }

  @Test
  void whoDoesNotJoinInTimeIsOut() {
    Joined slow = group.withOneMember("slow");
    Ticket second = group.joins("two");

    // The slow one shows that it lives, but does not join.
    for (int i = 0; i < 4; i++) {
      group.pass(TestGroup.REBALANCE_MILLIS / 4);
      group.heartbeat(slow);
    }

    Joined alone = group.joined(second);
    assertThat(alone.members()).extracting(Participant::memberId).containsExactly(alone.memberId());
    assertThat(group.heartbeat(slow)).contains(GroupError.UNKNOWN_MEMBER_ID);
  }

  @Test
  void aLeaderWhoDoesNotAssignInTimeIsOutAndAnotherLeads() {
    Joined first = group.withOneMember("one");
    Ticket second = group.joins("two");
    Joined leader = group.joined(group.rejoins(first.memberId()));
    Joined follower = group.joined(second);
    Ticket waiting = group.syncs(follower);

    for (int i = 0; i < 4; i++) {
      group.pass(TestGroup.REBALANCE_MILLIS / 4);
      group.heartbeat(leader);
    }

    assertThat(group.syncRefusal(waiting)).contains(GroupError.REBALANCE_IN_PROGRESS);
    Joined next = group.joined(group.rejoins(follower.memberId()));
    assertThat(next.leader()).isEqualTo(follower.memberId());
    assertThat(next.members()).hasSize(1);
  }

  @Test
  void aMemberThatMissedItsAnswerGetsTheSameOneAgain() {
    List<Joined> two = group.withTwoMembers();
    group.rejoins(two.get(0).memberId());
    Joined follower = group.joined(group.rejoins(two.get(1).memberId()));

    Joined again = group.joined(group.rejoins(two.get(1).memberId()));

    assertThat(again).isEqualTo(follower);
    assertThat(group.state()).isInstanceOf(GroupState.CompletingRebalance.class);
  }

  @Test
  void theLeaderStartsARebalanceByJoiningAgain() {
    List<Joined> two = group.withTwoMembers();

    Ticket leader = group.rejoins(two.get(0).memberId());

    assertThat(group.joinAnswer(leader)).isEmpty();
    assertThat(group.heartbeat(two.get(1))).contains(GroupError.REBALANCE_IN_PROGRESS);
  }
}
