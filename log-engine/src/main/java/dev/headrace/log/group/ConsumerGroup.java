package dev.headrace.log.group;

import dev.headrace.log.group.ConsumerStep.Answered;
import dev.headrace.log.group.ConsumerStep.Departure;
import dev.headrace.log.group.ConsumerStep.Draft;
import dev.headrace.log.group.ConsumerStep.Joined;
import dev.headrace.log.group.MemberIdentity.Wording;
import dev.headrace.log.record.TopicIdPartition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One group of the consumer protocol: members say what they subscribe to, the group shares the
 * partitions out, and each member comes to its share at its own pace ({@link CurrentAssignment}).
 * Whenever members, subscriptions or topics change, a new epoch begins, with a new target for all.
 * Members that still speak the classic protocol are served too ({@link ClassicMembers}). Like
 * {@link Group} it does nothing by itself. Not thread-safe.
 *
 * <p>Times are milliseconds of a clock that never goes back, with any zero.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848: the next
 *     generation of the consumer rebalance protocol</a>
 */
public final class ConsumerGroup {

  private final String id;
  private final GroupLimits limits;
  private final ConsumerEpochs epochs;
  private final ConsumerSeats seats;
  private final ConsumerAdmission admission;
  private final ClassicMembers classic;

  /** A group without members. */
  public ConsumerGroup(String id, GroupLimits limits, ConsumerTopics topics) {
    this.id = id;
    this.limits = limits;
    epochs = new ConsumerEpochs(id, topics);
    seats = epochs.seats();
    admission = new ConsumerAdmission(seats, limits);
    classic = new ClassicMembers(epochs, limits);
  }

  /** A group as it was stored; its members have one session time-out to show up again. */
  public static ConsumerGroup restore(
      String id,
      StoredConsumerGroup stored,
      GroupLimits limits,
      ConsumerTopics topics,
      ConsumerTimes times,
      long nowMillis) {
    List<ConsumerSeat> members = stored.seats();
    for (ConsumerSeat seat : members) {
      seat.keepAlive(nowMillis + sessionMillis(seat, times));
      seat.expectRevocation(nowMillis);
    }
    return of(id, stored.epoch(), members, limits, topics);
  }

  private static int sessionMillis(ConsumerSeat seat, ConsumerTimes times) {
    return seat.classic().map(ClassicTerms::sessionTimeoutMillis).orElse(times.sessionMillis());
  }

  /** A group whose members are in an epoch. */
  static ConsumerGroup of(
      String id, int epoch, List<ConsumerSeat> members, GroupLimits limits, ConsumerTopics topics) {
    ConsumerGroup group = new ConsumerGroup(id, limits, topics);
    group.epochs.restore(epoch, members);
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
        epochs.remove(seats.find(request.memberId()).orElseThrow(), draft);
        afterDeparture(draft);
        yield draft.answer(new ConsumerOutcome.Gone(request.memberId(), request.memberEpoch()));
      }
      case ConsumerHeartbeat.LEAVE_FOR_NOW -> {
        ConsumerSeat seat = seats.find(request.memberId()).orElseThrow();
        epochs.move(seat, seat.current().pause(), nowMillis, draft);
        yield draft.answer(new ConsumerOutcome.Gone(request.memberId(), request.memberEpoch()));
      }
      default -> draft.answer(live(request, times, nowMillis, draft));
    };
  }

  private ConsumerOutcome live(
      ConsumerHeartbeat request, ConsumerTimes times, long nowMillis, Draft draft) {
    ConsumerSeat seat =
        request.joins()
            ? epochs.admit(request.memberId(), request.instanceId(), draft)
            : seats.find(request.memberId()).orElseThrow();
    ConsumerMember member =
        request.joins() ? ConsumerMember.of(request) : seat.member().orElseThrow().with(request);
    epochs.describe(seat, member, draft);
    CurrentAssignment before = seat.current();
    epochs.reconcile(
        seat, request.joins() ? Optional.of(Set.of()) : request.owned(), nowMillis, draft);
    CurrentAssignment after = seat.current();
    seat.keepAlive(nowMillis + times.sessionMillis());
    boolean isNews = !after.assigned().keySet().equals(before.assigned().keySet());
    return new ConsumerOutcome.Alive(
        seat.id(),
        after.epoch(),
        times.heartbeatMillis(),
        isNews || request.isWhole() ? Optional.of(after.assigned().keySet()) : Optional.empty());
  }

  /** What departed members had is shared out anew, unless the others go over to another group. */
  private void afterDeparture(Draft draft) {
    if (!isToDowngrade()) {
      epochs.share(draft);
    }
  }

  /**
   * A member of the classic protocol joins, or joins again.
   *
   * @param newId for one that has none
   */
  public Joined join(JoinRequest request, String newId, long nowMillis) {
    Draft draft = new Draft();
    JoinOutcome outcome = classic.join(request, newId, nowMillis, draft);
    return new Joined(outcome, draft.finish());
  }

  /** A member of the classic protocol asks for its share; all of it is stored when it may ask. */
  public SyncOutcome sync(SyncRequest request, long nowMillis) {
    return classic.sync(request, nowMillis);
  }

  /** A member of the classic protocol lives. Returns what is wrong with that; empty for nothing. */
  public Optional<GroupError> heartbeat(MemberIdentity identity, long nowMillis) {
    return classic.heartbeat(identity, nowMillis);
  }

  /** Members go of their own accord by the classic protocol, or an admin sends them away. */
  public Departure leave(List<Group.Leaver> leavers) {
    Draft draft = new Draft();
    List<Optional<GroupError>> outcomes = classic.leave(leavers, draft);
    if (outcomes.contains(Optional.<GroupError>empty())) {
      afterDeparture(draft);
    }
    return new Departure(outcomes, draft.finish());
  }

  /** Time has passed: members may be out. */
  public ConsumerStep expire(long nowMillis) {
    Draft draft = new Draft();
    boolean fewer = false;
    for (ConsumerSeat seat : seats.snapshot()) {
      if (seat.deadlineMillis() <= nowMillis) {
        epochs.remove(seat, draft);
        fewer = true;
      }
    }
    if (fewer) {
      afterDeparture(draft);
    }
    return draft.finish();
  }

  /** When {@link #expire} is to be called next; {@link Long#MAX_VALUE} for never. */
  public long nextDeadlineMillis() {
    return seats.nextDeadlineMillis();
  }

  /** Whether it is to go over to the classic protocol, since nobody speaks another. */
  public boolean isToDowngrade() {
    return limits.migration().downgrades()
        && seats.areClassic()
        && seats.size() <= limits.maxMembers();
  }

  /**
   * Goes over to the classic protocol; this group is at its end then. To be asked only when {@link
   * #isToDowngrade}.
   */
  public Downgrade downgrade(UnaryOperator<String> memberIds, long nowMillis) {
    return Downgrade.of(epochs, classic, new Group(id, limits, memberIds), nowMillis);
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
    if (identity.wording() == Wording.GENERATIONS && seat.get().classic().isEmpty()) {
      return Optional.of(GroupError.UNSUPPORTED_VERSION);
    }
    return seat.get().current().acceptsCommit(identity.generation(), partitions)
        ? Optional.empty()
        : Optional.of(notThen(seat.get()));
  }

  /** What is said of a wrong epoch, in the words of the member's protocol. */
  private static GroupError notThen(ConsumerSeat seat) {
    return seat.classic().isPresent()
        ? GroupError.ILLEGAL_GENERATION
        : GroupError.STALE_MEMBER_EPOCH;
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
    Optional<ConsumerSeat> seat = seats.find(identity.memberId());
    if (seat.isEmpty()) {
      return Optional.of(GroupError.UNKNOWN_MEMBER_ID);
    }
    return seat.get().current().epoch() == identity.generation()
        ? Optional.empty()
        : Optional.of(notThen(seat.get()));
  }

  /** Whether a member subscribes to the topic. */
  public boolean reads(UUID topic) {
    return seats.all().stream().anyMatch(seat -> epochs.sharing().topicsOf(seat).contains(topic));
  }

  /** Ends a group. Returns what is to be stored for that. */
  public List<GroupRecord> delete() {
    return epochs.end();
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
        epochs.epoch(),
        epochs.sharing().assignor(),
        seats.all().stream()
            .map(
                seat ->
                    new ConsumerGroupDescription.Described(
                        seat.id(), seat.member().orElseThrow(), seat.current(), seat.target()))
            .toList());
  }

  public ConsumerGroupState state() {
    return seats.stateIn(epochs.epoch());
  }

  /** All that the log is to hold of the group as it is. */
  List<GroupRecord> records() {
    return epochs.records();
  }
}
