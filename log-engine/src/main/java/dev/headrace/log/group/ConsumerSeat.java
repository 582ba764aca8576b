package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Optional;
import java.util.Set;

/** A member's place in a consumer group. Belongs to its group's thread. */
final class ConsumerSeat {

  private static final long NEVER = Long.MAX_VALUE;

  private final String id;
  private Optional<ConsumerMember> member = Optional.empty();
  private CurrentAssignment current = CurrentAssignment.NOTHING;
  private Set<TopicIdPartition> target = Set.of();
  private long sessionDeadlineMillis = NEVER;
  private long revocationDeadlineMillis = NEVER;
  private long rejoinDeadlineMillis = NEVER;
  private long syncDeadlineMillis = NEVER;

  ConsumerSeat(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Empty only until it has said for the first time what it wants. */
  Optional<ConsumerMember> member() {
    return member;
  }

  Optional<String> instanceId() {
    return member.flatMap(ConsumerMember::instanceId);
  }

  /** How it is in, if it speaks the classic protocol. */
  Optional<ClassicTerms> classic() {
    return member.flatMap(ConsumerMember::classic);
  }

  /** Whether it has not been in any epoch yet. */
  boolean isNew() {
    return current.epoch() == ConsumerHeartbeat.JOIN;
  }

  Optional<String> pattern() {
    return member.flatMap(ConsumerMember::pattern);
  }

  Set<String> topics() {
    return member.map(ConsumerMember::topics).orElse(Set.of());
  }

  CurrentAssignment current() {
    return current;
  }

  /** What it is to come to. */
  Set<TopicIdPartition> target() {
    return target;
  }

  void describe(ConsumerMember newMember) {
    member = Optional.of(newMember);
    if (newMember.classic().isEmpty()) {
      rejoinDeadlineMillis = NEVER;
      syncDeadlineMillis = NEVER;
    }
  }

  void aim(Set<TopicIdPartition> newTarget) {
    target = Set.copyOf(newTarget);
  }

  /** Only by {@link ConsumerSeats#move}, which keeps track of who has what. */
  void take(CurrentAssignment next) {
    current = next;
  }

  /** Takes the place of one that holds nothing any more. */
  void succeed(ConsumerSeat former) {
    member = former.member;
    target = former.target;
  }

  /** It has had this since an epoch, and is to have just that. */
  void settle(int epoch, Set<TopicIdPartition> partitions) {
    aim(partitions);
    take(CurrentAssignment.settled(epoch, partitions));
  }

  void keepAlive(long deadlineMillis) {
    sessionDeadlineMillis = deadlineMillis;
  }

  /**
   * Gives it one rebalance time-out to give up what it is to; one of the classic protocol is given
   * that to join again ({@link #expectRejoin}).
   */
  void expectRevocation(long nowMillis) {
    revocationDeadlineMillis =
        current.state() == CurrentAssignment.State.UNREVOKED && classic().isEmpty()
            ? nowMillis + rebalanceTimeoutMillis()
            : NEVER;
  }

  /** It was told to join again, and has one rebalance time-out for it from the first time on. */
  void expectRejoin(long nowMillis) {
    rejoinDeadlineMillis = Math.min(rejoinDeadlineMillis, nowMillis + rebalanceTimeoutMillis());
  }

  /** It has joined, and is to ask for its share. */
  void expectSync(long byMillis) {
    rejoinDeadlineMillis = NEVER;
    syncDeadlineMillis = byMillis;
  }

  void endSync() {
    syncDeadlineMillis = NEVER;
  }

  private int rebalanceTimeoutMillis() {
    return member.map(ConsumerMember::rebalanceTimeoutMillis).orElse(0);
  }

  /** When it is out; {@link Long#MAX_VALUE} for never. */
  long deadlineMillis() {
    return Math.min(
        Math.min(sessionDeadlineMillis, revocationDeadlineMillis),
        Math.min(rejoinDeadlineMillis, syncDeadlineMillis));
  }
}
