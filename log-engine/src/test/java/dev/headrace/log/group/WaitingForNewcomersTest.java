package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With {@code group.initial.rebalance.delay.ms}, members that start together join together. */
final class WaitingForNewcomersTest {

  private final TestGroup group = new TestGroup(new GroupLimits(1_000, 60_000, 3_000, 10, 1 << 20));

  @Test
  void anEmptyGroupWaitsForMore() {
    Ticket first = group.joins("one");
    group.pass(2_000);
    Ticket second = group.joins("two");
    group.pass(2_999);
    assertThat(group.joinAnswer(first)).isEmpty();

    group.pass(1);

    assertThat(group.joined(first).members()).hasSize(2);
    assertThat(group.joined(second).generation()).isEqualTo(1);
  }

  @Test
  void whoKeepsComingDoesNotHoldTheOthersUpForEver() {
    Ticket first = group.joins("0");
    for (int i = 1; i < 10; i++) {
      group.pass(2_900);
      group.joins(Integer.toString(i));
    }
    assertThat(group.joinAnswer(first)).isEmpty();

    group.pass(TestGroup.REBALANCE_MILLIS - 9 * 2_900);

    assertThat(group.joined(first).members()).hasSize(10);
  }

  @Test
  void aGroupThatIsNotEmptyDoesNotWait() {
    Ticket first = group.joins("one");
    group.pass(3_000);
    group.syncs(group.joined(first));

    Ticket second = group.joins("two");
    group.rejoins(group.joined(first).memberId());

    assertThat(group.joined(second).generation()).isEqualTo(2);
  }
}
