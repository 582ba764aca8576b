package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.JoinOutcome.Assigning;
import dev.headrace.log.group.JoinOutcome.Joined;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member with a {@code group.instance.id} keeps its place while it restarts (KIP-345). */
final class StaticMembersTest {

  private final TestGroup group = new TestGroup();
  private Joined leader;
  private Joined follower;

  @BeforeEach
  void twoStaticMembers() {
    Joined first = group.joined(group.joinsAs("a", ""));
    group.syncs(first, Optional.of("a"));
    Ticket second = group.joinsAs("b", "");
    leader = group.joined(group.joinsAs("a", first.memberId()));
    follower = group.joined(second);
    group.syncs(leader, Optional.of("a"));
    group.syncs(follower, Optional.of("b"));
  }

  @Test
  void aRestartDisturbsNobodyAndKeepsTheAssignment() {
    Joined back = group.joined(group.joinsAs("b", ""));

    assertThat(back.generation()).isEqualTo(follower.generation());
    assertThat(back.memberId()).isNotEqualTo(follower.memberId());
    assertThat(back.leader()).isEqualTo(leader.memberId());
    assertThat(group.assignment(group.syncs(back, Optional.of("b"))))
        .contains(TestGroup.workOf(follower.memberId(), 2));
    assertThat(group.heartbeat(identity(leader, "a"))).isEmpty();
  }

  @Test
  void theFormerSelfIsFenced() {
    group.joinsAs("b", "");

    assertThat(group.heartbeat(identity(follower, "b"))).contains(GroupError.FENCED_INSTANCE_ID);
    assertThat(group.commits(identity(follower, "b"))).contains(GroupError.FENCED_INSTANCE_ID);
    assertThat(group.syncRefusal(group.syncs(follower, Optional.of("b"))))
        .contains(GroupError.FENCED_INSTANCE_ID);
    assertThat(group.joinRefusal(group.joinsAs("b", follower.memberId())))
        .contains(GroupError.FENCED_INSTANCE_ID);
  }

  @Test
  void aRestartedLeaderLeadsOnWithoutAssigningAnew() {
    Joined back = group.joined(group.joinsAs("a", ""));

    assertThat(back.leader()).isEqualTo(back.memberId());
    assertThat(back.assignment()).isEqualTo(Assigning.SKIPPED);
    assertThat(back.members()).hasSize(2);
    assertThat(group.state()).isInstanceOf(GroupState.Stable.class);
  }

  @Test
  void anOldClientIsNotToldThatItLeads() {
    JoinRequest request =
        TestGroup.request(
            "a",
            "",
            Optional.of("a"),
            JoinRequest.Abilities.NONE,
            TestGroup.protocol("range", "a"));

    Joined back = group.joined(group.ask(request));

    assertThat(back.leader()).isEqualTo(leader.memberId()).isNotEqualTo(back.memberId());
    assertThat(back.members()).isEmpty();
  }

  @Test
  void theNewIdIsToldOnlyWhenItIsDurable() {
    group.storeLater();

    Ticket back = group.joinsAs("b", "");
    assertThat(group.joinAnswer(back)).isEmpty();
    group.store();

    assertThat(group.joined(back).generation()).isEqualTo(follower.generation());
  }

  @Test
  void whoStaysAwayLongerThanItsSessionLosesItsPlace() {
    group.pass(TestGroup.SESSION_MILLIS / 2);
    group.heartbeat(identity(leader, "a"));
    group.pass(TestGroup.SESSION_MILLIS / 2);

    assertThat(group.heartbeat(identity(leader, "a"))).contains(GroupError.REBALANCE_IN_PROGRESS);
    assertThat(group.joined(group.joinsAs("a", leader.memberId())).members()).hasSize(1);
  }

  @Test
  void anAdminSendsAnInstanceAwayByItsName() {
    assertThat(group.leaves(new Group.Leaver("", Optional.of("b"))))
        .containsExactly(Optional.empty());

    assertThat(group.heartbeat(identity(leader, "a"))).contains(GroupError.REBALANCE_IN_PROGRESS);
  }

  @Test
  void anAbsentMemberKeepsItsPlaceThroughARebalanceOfTheOthers() {
    Ticket third = group.joinsAs("c", "");
    Ticket rejoining = group.joinsAs("a", leader.memberId());
    for (int i = 0; i < 4; i++) {
      group.pass(TestGroup.REBALANCE_MILLIS / 4);
      group.heartbeat(identity(follower, "b"));
    }

    assertThat(group.joined(rejoining).members()).hasSize(3);
    assertThat(group.joined(third).generation()).isEqualTo(3);
  }

  private static MemberIdentity identity(Joined member, String instance) {
    return new MemberIdentity(member.memberId(), Optional.of(instance), member.generation());
  }
}
