package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.JoinOutcome.Joined;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Members leave, or are not heard of any more. */
final class LosingMembersTest {

  private final TestGroup group = new TestGroup();

  @Test
  void aSilentMemberIsOutAfterItsSessionTimeOut() {
    List<Joined> two = group.withTwoMembers();

    group.pass(TestGroup.SESSION_MILLIS / 2);
    group.heartbeat(two.get(0));
    group.pass(TestGroup.SESSION_MILLIS / 2);

    assertThat(group.heartbeat(two.get(1))).contains(GroupError.UNKNOWN_MEMBER_ID);
    assertThat(group.heartbeat(two.get(0))).contains(GroupError.REBALANCE_IN_PROGRESS);
    Joined alone = group.joined(group.rejoins(two.get(0).memberId()));
    assertThat(alone.members()).hasSize(1);
  }

  @Test
  void whoLeavesIsMissedAtOnce() {
    List<Joined> two = group.withTwoMembers();

    assertThat(group.leaves(two.get(0))).isEmpty();

    assertThat(group.heartbeat(two.get(1))).contains(GroupError.REBALANCE_IN_PROGRESS);
    Joined alone = group.joined(group.rejoins(two.get(1).memberId()));
    assertThat(alone.leader()).isEqualTo(alone.memberId()).isEqualTo(two.get(1).memberId());
  }

  @Test
  void theGroupIsEmptyWhenTheLastHasLeftAndSaysSoInTheLog() {
    Joined only = group.withOneMember("one");

    group.leaves(only);

    assertThat(group.state()).isEqualTo(new GroupState.Empty(2));
    assertThat(group.log().getLast().members()).isEmpty();
    assertThat(group.group().isIdle()).isTrue();
    assertThat(group.group().nextDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void generationsGoOnAfterTheGroupWasEmpty() {
    group.leaves(group.withOneMember("one"));

    assertThat(group.withOneMember("two").generation()).isEqualTo(3);
  }

  @Test
  void aMemberThatLeavesWhileOthersWaitForItLetsThemGoOn() {
    Joined first = group.withOneMember("one");
    Ticket second = group.joins("two");

    group.leaves(first);

    assertThat(group.joined(second).members()).hasSize(1);
  }

  @Test
  void aStrangerCannotLeave() {
    group.withOneMember("one");

    assertThat(group.leaves(new Group.Leaver("nobody", Optional.empty())))
        .containsExactly(Optional.of(GroupError.UNKNOWN_MEMBER_ID));
    assertThat(group.state()).isInstanceOf(GroupState.Stable.class);
  }

  @Test
  void whoDisappearsWhileItWaitsToJoinTimesOutInTheNextGeneration() {
    Joined first = group.withOneMember("one");
    Ticket second = group.joins("two");
    Joined leader = group.joined(group.rejoins(first.memberId()));
    group.syncs(leader);
    assertThat(group.joinAnswer(second)).as("sent to a closed connection").isPresent();

    group.pass(TestGroup.SESSION_MILLIS / 2);
    group.heartbeat(leader);
    group.pass(TestGroup.SESSION_MILLIS / 2);

    assertThat(group.joined(group.rejoins(leader.memberId())).members()).hasSize(1);
  }
}
