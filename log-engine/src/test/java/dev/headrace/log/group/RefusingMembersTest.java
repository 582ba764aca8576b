package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.JoinOutcome.Joined;
import dev.headrace.log.group.JoinRequest.Abilities;
import dev.headrace.log.group.JoinRequest.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a group does not let happen. */
final class RefusingMembersTest {

  private final TestGroup group = new TestGroup();

  @Test
  void aNewMemberIsGivenAnIdToJoinWith() {
    Ticket first = group.ask(joining("", Abilities.ALL, TestGroup.protocol("range", "x")));

    assertThat(group.joinAnswer(first).orElseThrow())
        .isEqualTo(new JoinOutcome.Refused(GroupError.MEMBER_ID_REQUIRED, "one-0"));
    assertThat(group.group().isIdle()).isFalse();
    assertThat(group.joined(group.rejoins("one-0")).memberId()).isEqualTo("one-0");
  }

  @Test
  void anIdThatNobodyUsesIsForgotten() {
    group.ask(joining("", Abilities.ALL, TestGroup.protocol("range", "x")));

    group.pass(TestGroup.SESSION_MILLIS);

    assertThat(group.group().isIdle()).isTrue();
    assertThat(group.joinRefusal(group.rejoins("one-0"))).contains(GroupError.UNKNOWN_MEMBER_ID);
  }

  @Test
  void aMemberWithoutACommonProtocolStaysOutside() {
    group.withOneMember("one");

    Ticket other = group.ask(joining("", Abilities.NONE, TestGroup.protocol("sticky", "x")));

    assertThat(group.joinRefusal(other)).contains(GroupError.INCONSISTENT_GROUP_PROTOCOL);
    assertThat(group.state()).isInstanceOf(GroupState.Stable.class);
  }

  @Test
  void membersAgreeOnTheProtocolThatMostWant() {
    Ticket first =
        group.ask(
            joining(
                "",
                Abilities.NONE,
                TestGroup.protocol("range", "x"),
                TestGroup.protocol("sticky", "x")));
    Ticket second =
        group.ask(
            joining(
                "",
                Abilities.NONE,
                TestGroup.protocol("sticky", "x"),
                TestGroup.protocol("range", "x"),
                TestGroup.protocol("other", "x")));
    Ticket again =
        group.ask(
            joining(
                group.joined(first).memberId(),
                Abilities.NONE,
                TestGroup.protocol("sticky", "x"),
                TestGroup.protocol("range", "x")));

    assertThat(group.joined(second).protocol()).isEqualTo("sticky");
    assertThat(group.joined(again).protocol()).isEqualTo("sticky");
  }

  @Test
  void aSessionMustBeAsLongAsTheNodeAllows() {
    JoinRequest request = joining("", Abilities.NONE, TestGroup.protocol("range", "x"));
    JoinRequest hasty =
        new JoinRequest(
            "",
            Optional.empty(),
            request.client(),
            10,
            10,
            "consumer",
            request.protocols(),
            Abilities.NONE);

    assertThat(group.joinRefusal(group.ask(hasty))).contains(GroupError.INVALID_SESSION_TIMEOUT);
  }

  @Test
  void aGroupTakesOnlySoManyMembers() {
    TestGroup small = new TestGroup(new GroupLimits(1_000, 60_000, 0, 1, 1 << 20));
    small.withOneMember("one");

    assertThat(small.joinRefusal(small.joins("two"))).contains(GroupError.GROUP_MAX_SIZE_REACHED);
  }

  @Test
  void aGroupTakesOnlySoMuchMetadata() {
    TestGroup small = new TestGroup(new GroupLimits(1_000, 60_000, 0, 10, 100));
    Protocol large = new Protocol("range", Opaque.of(new byte[101]));

    assertThat(small.joinRefusal(small.ask(joining("", Abilities.NONE, large))))
        .contains(GroupError.GROUP_MAX_SIZE_REACHED);
  }

  @Test
  void aMemberOfAFormerGenerationIsToldSo() {
    List<Joined> two = group.withTwoMembers();
    MemberIdentity stale = new MemberIdentity(two.get(1).memberId(), Optional.empty(), 1);

    assertThat(group.heartbeat(stale)).contains(GroupError.ILLEGAL_GENERATION);
    assertThat(group.commits(stale)).contains(GroupError.ILLEGAL_GENERATION);
    assertThat(
            group.syncRefusal(
                group.sync(new SyncRequest(stale, Optional.empty(), Optional.empty(), Map.of()))))
        .contains(GroupError.ILLEGAL_GENERATION);
  }

  @Test
  void whoIsNoMemberCommitsOnlyWhileThereAreNone() {
    assertThat(group.commits(MemberIdentity.NONE)).isEmpty();

    Joined only = group.withOneMember("one");

    assertThat(group.commits(MemberIdentity.NONE)).contains(GroupError.UNKNOWN_MEMBER_ID);
    assertThat(
            group.commits(new MemberIdentity(only.memberId(), Optional.empty(), only.generation())))
        .isEmpty();
  }

  @Test
  void aMemberStillCommitsWhileOthersJoinButNotBeforeItKnowsItsAssignment() {
    Joined first = group.withOneMember("one");
    MemberIdentity member = new MemberIdentity(first.memberId(), Optional.empty(), 1);
    group.joins("two");
    assertThat(group.commits(member)).isEmpty();

    group.rejoins(first.memberId());

    assertThat(group.commits(new MemberIdentity(first.memberId(), Optional.empty(), 2)))
        .contains(GroupError.REBALANCE_IN_PROGRESS);
  }

  private static JoinRequest joining(String memberId, Abilities abilities, Protocol... protocols) {
    return TestGroup.request("one", memberId, Optional.empty(), abilities, protocols);
  }
}
