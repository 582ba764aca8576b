package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.JoinOutcome.Joined;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An assignment is given out when it cannot be lost any more. */
final class StoringAssignmentsTest {

  private final TestGroup group = new TestGroup();

  @BeforeEach
  void aSlowDisk() {
    group.storeLater();
  }

  @Test
  void nobodyIsAnsweredBeforeTheAssignmentsAreDurable() {
    Joined only = group.joined(group.joins("one"));
    Ticket sync = group.syncs(only);
    assertThat(group.syncAnswer(sync)).isEmpty();

    group.store();

    assertThat(group.assignment(sync)).contains(TestGroup.workOf(only.memberId(), 1));
  }

  @Test
  void afterAFailedStoreTheLeaderMayTryAgain() {
    Joined only = group.joined(group.joins("one"));
    Ticket first = group.syncs(only);
    group.failToStore();
    assertThat(group.syncRefusal(first)).contains(GroupError.COORDINATOR_NOT_AVAILABLE);

    Ticket second = group.syncs(only);
    group.store();

    assertThat(group.assignment(second)).isPresent();
  }

  @Test
  void aGenerationThatIsOverIsNotGivenOutWhenItsStoreIsDone() {
    Joined first = group.joined(group.joins("one"));
    Ticket sync = group.syncs(first);

    group.joins("two");
    assertThat(group.syncRefusal(sync)).contains(GroupError.REBALANCE_IN_PROGRESS);
    group.store();

    assertThat(group.state()).isInstanceOf(GroupState.PreparingRebalance.class);
  }

  @Test
  void theFirstAssignmentOfAGenerationStands() {
    Joined only = group.joined(group.joins("one"));
    group.syncs(only);

    group.syncs(only);

    group.store();
    assertThat(group.isStoring()).isFalse();
  }

  @Test
  void aRestartFindsTheGenerationAndItsMembersGoOn() {
    Joined only = group.joined(group.joins("one"));
    group.syncs(only);
    group.store();

    group.restart();

    assertThat(group.heartbeat(only)).isEmpty();
    assertThat(group.assignment(group.syncs(only))).contains(TestGroup.workOf(only.memberId(), 1));
    group.pass(TestGroup.SESSION_MILLIS);
    assertThat(group.heartbeat(only)).contains(GroupError.UNKNOWN_MEMBER_ID);
  }

  @Test
  void aRestartWhileMembersJoinFindsTheGenerationBefore() {
    Joined only = group.joined(group.joins("one"));
    group.syncs(only);
    group.store();
    group.joins("two");

    group.restart();

    assertThat(group.state().generation()).isEqualTo(1);
    assertThat(group.group().describe()).isEqualTo(List.copyOf(group.log()).getLast());
  }
}
