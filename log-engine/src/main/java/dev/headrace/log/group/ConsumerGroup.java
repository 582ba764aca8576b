package dev.headrace.log.group;

import dev.headrace.log.group.ConsumerStep.Answered;
import dev.headrace.log.group.ConsumerStep.Draft;
import dev.headrace.log.group.GroupRecord.ConsumerCurrentStored;
import dev.headrace.log.group.GroupRecord.ConsumerEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerMemberStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetStored;
import dev.headrace.log.record.TopicIdPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * One group of the consumer protocol: members say what they subscribe to, the group shares the
 * partitions out, and each member comes to its share at its own pace ({@link CurrentAssignment}).
 * Whenever members, subscriptions or topics change, a new epoch begins, with a new target for all.
 * Like {@link Group} it does nothing by itself. Not thread-safe.
 *
 * <p>Times are milliseconds of a clock that never goes back, with any zero.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848: the next
 *     generation of the consumer rebalance protocol</a>
 */
public final class ConsumerGroup {

  private final String id;
  private final ConsumerSeats seats = new ConsumerSeats();
  private final ConsumerSharing sharing;
  private final ConsumerAdmission admission;
  private int epoch;

  /** A group without members. */
  public ConsumerGroup(String id, GroupLimits limits, ConsumerTopics topics) {
    this.id = id;
    sharing = new ConsumerSharing(seats, topics);
    admission = new ConsumerAdmission(seats, limits);
  }

  /** A group as it was stored; its members have one session time-out to show up again. */
  public static ConsumerGroup restore(
      String id,
      StoredConsumerGroup stored,
      GroupLimits limits,
      ConsumerTopics topics,
      ConsumerTimes times,
      long nowMillis) {
    ConsumerGroup group = new ConsumerGroup(id, limits, topics);
    group.epoch = stored.epoch();
    for (ConsumerSeat seat : stored.seats()) {
      seat.keepAlive(nowMillis + times.sessionMillis());
      seat.expectRevocation(nowMillis);
      group.seats.add(seat);
    }
    return group;
  }

  /** A member lives, comes or goes. */
  public Answered heartbeat(ConsumerHeartbeat request, ConsumerTimes times, long nowMillis) {
    Draft draft = new Draft();
    Optional<ConsumerOutcome.Refused> refusal = admission.refuse(request);
    if (refusal.isPresent()) {
      return draft.answer(refusal.get());
    }
    return switch (request.memberEpoch()) {
      case ConsumerHeartbeat.LEAVE -> {
        remove(seats.find(request.memberId()).orElseThrow(), draft);
        aim(sharing.share(), draft);
        yield draft.answer(new ConsumerOutcome.Gone(request.memberId(), request.memberEpoch()));
      }
      case ConsumerHeartbeat.LEAVE_FOR_NOW -> {
        ConsumerSeat seat = seats.find(request.memberId()).orElseThrow();
        move(seat, seat.current().pause(), nowMillis, draft);
        yield draft.answer(new ConsumerOutcome.Gone(request.memberId(), request.memberEpoch()));
      }
      default -> draft.answer(live(request, times, nowMillis, draft));
    };
  }

  private ConsumerOutcome live(
      ConsumerHeartbeat request, ConsumerTimes times, long nowMillis, Draft draft) {
    ConsumerSeat seat =
        request.joins() ? admit(request, draft) : seats.find(request.memberId()).orElseThrow();
    if (describe(seat, request, draft)) {
      aim(sharing.share(), draft);
    } else {
      sharing.shareIfTopicsChanged().ifPresent(targets -> aim(targets, draft));
    }
    CurrentAssignment before = seat.current();
    CurrentAssignment after =
        before.reconcile(
            seat.target(),
            epoch,
            request.joins() ? Optional.of(Set.of()) : request.owned(),
            partition -> seats.isFreeFor(seat, partition));
    if (!after.equals(before)) {
      move(seat, after, nowMillis, draft);
    }
    seat.keepAlive(nowMillis + times.sessionMillis());
    boolean isNews = !after.assigned().keySet().equals(before.assigned().keySet());
    return new ConsumerOutcome.Alive(
        seat.id(),
        after.epoch(),
        times.heartbeatMillis(),
        isNews || request.isWhole() ? Optional.of(after.assigned().keySet()) : Optional.empty());
  }

  /** Seats one that has nothing yet: in its own former place if it had one, without notice. */
  private ConsumerSeat admit(ConsumerHeartbeat request, Draft draft) {
    ConsumerSeat seat = new ConsumerSeat(request.memberId());
    request
        .instanceId()
        .flatMap(seats::findInstance)
        .or(() -> seats.find(request.memberId()))
        .ifPresent(
            former -> {
              remove(former, draft);
              seat.succeed(former);
              draft.store(new ConsumerTargetStored(id, seat.id(), Optional.of(seat.target())));
            });
    seats.add(seat);
    return seat;
  }

  /** Notes what the member says of itself; whether it subscribes to something else than before. */
  private boolean describe(ConsumerSeat seat, ConsumerHeartbeat request, Draft draft) {
    Optional<ConsumerMember> former = seat.member();
    ConsumerMember member =
        request.joins() ? ConsumerMember.of(request) : former.orElseThrow().with(request);
    if (request.joins() || !former.equals(Optional.of(member))) {
      seat.describe(member);
      draft.store(new ConsumerMemberStored(id, seat.id(), Optional.of(member)));
    }
    return !former.map(member::subscribesLike).orElse(false);
  }

  /** Begins a new epoch. */
  private void aim(Map<String, Set<TopicIdPartition>> targets, Draft draft) {
    epoch++;
    draft.store(new ConsumerEpochStored(id, OptionalInt.of(epoch)));
    for (ConsumerSeat seat : seats.all()) {
      Set<TopicIdPartition> target = targets.getOrDefault(seat.id(), Set.of());
      if (!target.equals(seat.target())) {
        seat.aim(target);
        draft.store(new ConsumerTargetStored(id, seat.id(), Optional.of(target)));
      }
    }
    draft.store(new ConsumerTargetEpochStored(id, OptionalInt.of(epoch)));
  }

  private void move(ConsumerSeat seat, CurrentAssignment next, long nowMillis, Draft draft) {
    seats.move(seat, next);
    seat.expectRevocation(nowMillis);
    draft.store(new ConsumerCurrentStored(id, seat.id(), Optional.of(next)));
  }

  private void remove(ConsumerSeat seat, Draft draft) {
    seats.remove(seat);
    draft.store(new ConsumerCurrentStored(id, seat.id(), Optional.empty()));
    draft.store(new ConsumerTargetStored(id, seat.id(), Optional.empty()));
    draft.store(new ConsumerMemberStored(id, seat.id(), Optional.empty()));
  }

  /** Time has passed: members may be out. */
  public ConsumerStep expire(long nowMillis) {
    Draft draft = new Draft();
    boolean fewer = false;
    for (ConsumerSeat seat : seats.snapshot()) {
      if (seat.deadlineMillis() <= nowMillis) {
        remove(seat, draft);
        fewer = true;
      }
    }
    if (fewer) {
      aim(sharing.share(), draft);
    }
    return draft.finish();
  }

  /** When {@link #expire} is to be called next; {@link Long#MAX_VALUE} for never. */
  public long nextDeadlineMillis() {
    return seats.nextDeadlineMillis();
  }

  /**
   * Whether somebody may commit offsets of these partitions now. Returns what speaks against it.
   */
  public Optional<GroupError> commit(MemberIdentity identity, Set<TopicIdPartition> partitions) {
    if (seats.isEmpty() && identity.generation() < 0) {
      return Optional.empty();
    }
    Optional<ConsumerSeat> seat = seats.find(identity.memberId());
    if (seat.isEmpty()) {
      return Optional.of(GroupError.UNKNOWN_MEMBER_ID);
    }
    if (identity.wording() == MemberIdentity.Wording.GENERATIONS) {
      return Optional.of(GroupError.UNSUPPORTED_VERSION);
    }
    return seat.get().current().acceptsCommit(identity.generation(), partitions)
        ? Optional.empty()
        : Optional.of(GroupError.STALE_MEMBER_EPOCH);
  }

  /**
   * Likewise in a transaction: a producer that names no member is not asked for one, and hears of
   * epochs as of generations.
   */
  public Optional<GroupError> commitInTransaction(
      MemberIdentity identity, Set<TopicIdPartition> partitions) {
    return identity.claimsMembership()
        ? commit(identity, partitions)
            .map(
                error ->
                    error == GroupError.STALE_MEMBER_EPOCH ? GroupError.ILLEGAL_GENERATION : error)
        : Optional.empty();
  }

  /** Whether somebody may read what is committed. Returns what speaks against it. */
  public Optional<GroupError> fetch(MemberIdentity identity) {
    if (!identity.claimsMembership()) {
      return Optional.empty();
    }
    return seats
        .find(identity.memberId())
        .map(
            seat ->
                seat.current().epoch() == identity.generation()
                    ? Optional.<GroupError>empty()
                    : Optional.of(GroupError.STALE_MEMBER_EPOCH))
        .orElse(Optional.of(GroupError.UNKNOWN_MEMBER_ID));
  }

  /** Whether a member subscribes to the topic. */
  public boolean reads(UUID topic) {
    return seats.all().stream().anyMatch(seat -> sharing.topicsOf(seat).contains(topic));
  }

  /** Ends a group without members. */
  public List<GroupRecord> delete() {
    return List.of(
        new ConsumerTargetEpochStored(id, OptionalInt.empty()),
        new ConsumerEpochStored(id, OptionalInt.empty()));
  }

  public String id() {
    return id;
  }

  public boolean isEmpty() {
    return seats.isEmpty();
  }

  public ConsumerGroupDescription describe() {
    return new ConsumerGroupDescription(
        state(),
        epoch,
        sharing.assignor(),
        seats.all().stream()
            .map(
                seat ->
                    new ConsumerGroupDescription.Described(
                        seat.id(), seat.member().orElseThrow(), seat.current(), seat.target()))
            .toList());
  }

  public ConsumerGroupState state() {
    if (seats.isEmpty()) {
      return ConsumerGroupState.EMPTY;
    }
    return seats.all().stream()
            .allMatch(
                seat ->
                    seat.current().epoch() == epoch
                        && seat.current().state() == CurrentAssignment.State.STABLE)
        ? ConsumerGroupState.STABLE
        : ConsumerGroupState.RECONCILING;
  }
}
