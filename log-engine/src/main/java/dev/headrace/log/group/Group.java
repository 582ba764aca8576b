package dev.headrace.log.group;

import dev.headrace.log.group.GroupState.Assignments;
import dev.headrace.log.group.GroupState.CompletingRebalance;
import dev.headrace.log.group.GroupState.Dead;
import dev.headrace.log.group.GroupState.Empty;
import dev.headrace.log.group.GroupState.PreparingRebalance;
import dev.headrace.log.group.GroupState.Stable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One group of the classic protocol: members join, the leader among them assigns, all learn what
 * they are assigned. It does nothing by itself: it is told what happens and when, and says what
 * follows ({@link Step}). Not thread-safe; {@link GroupState} shows the way through its states.
 *
 * <p>Times are milliseconds of a clock that never goes back, with any zero.
 *
 * @see <a href="https://kafka.apache.org/protocol.html#The_Messages_JoinGroup">Kafka: JoinGroup</a>
 */
public final class Group {

  private final String id;
  private final GroupLimits limits;
  private final Generations generations;
  private final Members members;
  private final Identities identities;
  private final Joins joins;

  /**
   * A group without members.
   *
   * @param memberIds makes an id that nobody had before from a client's or an instance's name
   */
  public Group(String id, GroupLimits limits, UnaryOperator<String> memberIds) {
    this.id = id;
    this.limits = limits;
    generations = new Generations(limits);
    members = generations.members();
    identities = new Identities(members);
    joins = new Joins(limits, memberIds, generations);
  }

  /** A group as it was stored; its members have one session time-out to show up again. */
  public static Group restore(
      String id,
      GroupMetadata stored,
      GroupLimits limits,
      UnaryOperator<String> memberIds,
      long nowMillis) {
    Group group = new Group(id, limits, memberIds);
    group.generations.restore(stored, nowMillis);
    return group;
  }

  /** Somebody wants to be a member, or to remain one. */
  public Step join(JoinRequest request, Ticket ticket, long nowMillis) {
    Step.Draft draft = new Step.Draft();
    joins.join(request, ticket, nowMillis, draft);
    return draft.finish();
  }

  /** A member asks for its assignment. */
  public Step sync(SyncRequest request, Ticket ticket, long nowMillis) {
    Step.Draft draft = new Step.Draft();
    Optional<GroupError> refusal = refuse(request);
    if (refusal.isPresent()) {
      draft.answer(new Answer.ToSync(ticket, new SyncOutcome.Refused(refusal.get())));
      return draft.finish();
    }
    Member member = members.find(request.member().memberId()).orElseThrow();
    switch (generations.state()) {
      case CompletingRebalance completing -> {
        member
            .awaitSync(ticket)
            .ifPresent(
                abandoned ->
                    draft.answer(
                        new Answer.ToSync(
                            abandoned, new SyncOutcome.Refused(GroupError.REBALANCE_IN_PROGRESS))));
        if (completing.assignments() == Assignments.AWAITED
            && completing.formation().leader().equals(member.id())) {
          generations.assign(completing, request.assignments(), draft);
        }
      }
      case Stable stable -> {
        member.keepAlive(nowMillis);
        draft.answer(new Answer.ToSync(ticket, generations.synced(member, stable.formation())));
      }
      case PreparingRebalance _, Empty _, Dead _ ->
          draft.answer(
              new Answer.ToSync(ticket, new SyncOutcome.Refused(GroupError.REBALANCE_IN_PROGRESS)));
    }
    return draft.finish();
  }

  private Optional<GroupError> refuse(SyncRequest request) {
    Optional<GroupError> refusal = identities.check(request.member(), state().generation());
    if (refusal.isPresent()) {
      return refusal;
    }
    boolean agrees =
        request.protocolType().map(generations.protocolType()::equals).orElse(true)
            && request.protocol().map(this::isProtocol).orElse(true);
    return agrees ? Optional.empty() : Optional.of(GroupError.INCONSISTENT_GROUP_PROTOCOL);
  }

  private boolean isProtocol(String name) {
    return generations.formation().map(formation -> formation.protocol().equals(name)).orElse(true);
  }

  /** What {@link Step.Storing} said is durable. */
  public Step stored(Step.Storing what, long nowMillis) {
    Step.Draft draft = new Step.Draft();
    switch (what) {
      case Step.Storing.Assignments(GroupMetadata metadata) ->
          generations.stored(metadata, nowMillis, draft);
      case Step.Storing.Replacement(_, Answer.ToJoin answer) -> draft.answer(answer);
      case Step.Storing.Emptied _ -> {}
    }
    return draft.finish();
  }

  /** What {@link Step.Storing} said could not be stored: those who wait may try again. */
  public Step notStored(Step.Storing what, long nowMillis) {
    Step.Draft draft = new Step.Draft();
    switch (what) {
      case Step.Storing.Assignments(GroupMetadata metadata) ->
          generations.notStored(metadata, nowMillis, draft);
      case Step.Storing.Replacement(_, Answer.ToJoin(Ticket ticket, _)) ->
          draft.answer(
              new Answer.ToJoin(
                  ticket, new JoinOutcome.Refused(GroupError.COORDINATOR_NOT_AVAILABLE, "")));
      case Step.Storing.Emptied _ -> {}
    }
    return draft.finish();
  }

  /** A sign of life. Returns what is wrong with it; empty when all is well. */
  public Optional<GroupError> heartbeat(MemberIdentity identity, long nowMillis) {
    Optional<GroupError> refusal = identities.check(identity, state().generation());
    if (refusal.isPresent()) {
      return refusal;
    }
    members.find(identity.memberId()).ifPresent(member -> member.keepAlive(nowMillis));
    return state() instanceof PreparingRebalance
        ? Optional.of(GroupError.REBALANCE_IN_PROGRESS)
        : Optional.empty();
  }

  /** Whether somebody may commit offsets now. Returns what speaks against it. */
  public Optional<GroupError> commit(MemberIdentity identity, long nowMillis) {
    if (members.isEmpty() && identity.generation() < 0) {
      return Optional.empty();
    }
    if (!identity.claimsMembership()) {
      return Optional.of(GroupError.UNKNOWN_MEMBER_ID);
    }
    Optional<GroupError> refusal = identities.check(identity, state().generation());
    if (refusal.isPresent()) {
      return refusal;
    }
    members.find(identity.memberId()).ifPresent(member -> member.keepAlive(nowMillis));
    return state() instanceof CompletingRebalance
        ? Optional.of(GroupError.REBALANCE_IN_PROGRESS)
        : Optional.empty();
  }

  /**
   * Whether somebody may commit offsets in a transaction now. Returns what speaks against it; a
   * producer that names no member is not asked for one, as its consumer may be of an older release.
   */
  public Optional<GroupError> commitInTransaction(MemberIdentity identity, long nowMillis) {
    if (!identity.claimsMembership() || (members.isEmpty() && identity.generation() < 0)) {
      return Optional.empty();
    }
    Optional<GroupError> refusal = identities.check(identity, state().generation());
    if (refusal.isEmpty()) {
      members.find(identity.memberId()).ifPresent(member -> member.keepAlive(nowMillis));
    }
    return refusal;
  }

  /** Members go of their own accord, or an admin sends them away. */
  public Departure leave(List<Leaver> leavers, long nowMillis) {
    Step.Draft draft = new Step.Draft();
    List<Optional<GroupError>> outcomes = new ArrayList<>();
    for (Leaver leaver : leavers) {
      outcomes.add(leave(leaver, nowMillis, draft));
    }
    if (outcomes.contains(Optional.<GroupError>empty())) {
      generations.afterDeparture(nowMillis, draft);
    }
    return new Departure(outcomes, draft.finish());
  }

  private Optional<GroupError> leave(Leaver leaver, long nowMillis, Step.Draft draft) {
    if (members.uninvite(leaver.memberId())) {
      return Optional.empty();
    }
    Optional<Member> named =
        leaver.memberId().isEmpty()
            ? leaver.instanceId().flatMap(members::findInstance)
            : members.find(leaver.memberId());
    Optional<GroupError> refusal =
        identities.check(named.map(Member::id).orElse(leaver.memberId()), leaver.instanceId());
    if (refusal.isEmpty()) {
      generations.remove(named.orElseThrow(), nowMillis, draft);
    }
    return refusal;
  }

  /** Time has passed: sessions and waits may be over. */
  public Step expire(long nowMillis) {
    Step.Draft draft = new Step.Draft();
    boolean fewer = members.uninviteUntil(nowMillis);
    for (Member member : members.snapshot()) {
      if (!member.isWaiting() && member.sessionDeadlineMillis() <= nowMillis) {
        generations.remove(member, nowMillis, draft);
        fewer = true;
      }
    }
    if (fewer) {
      generations.afterDeparture(nowMillis, draft);
    }
    generations.expire(nowMillis, draft);
    return draft.finish();
  }

  /** When {@link #expire} is to be called next; {@link Long#MAX_VALUE} for never. */
  public long nextDeadlineMillis() {
    return Math.min(generations.deadlineMillis(), members.nextDeadlineMillis());
  }

  /**
   * Ends the group.
   *
   * @param error that whoever waits is told
   */
  public Step end(GroupError error, long nowMillis) {
    Step.Draft draft = new Step.Draft();
    generations.die(error, nowMillis, draft);
    return draft.finish();
  }

  /** What this group would be by the consumer protocol. */
  public Upgrade upgrade(ConsumerTopics topics, long nowMillis) {
    return Upgrade.of(id, generations, limits, topics, nowMillis);
  }

  /** Goes on with the members of a consumer group. */
  void takeOver(List<Member> newMembers, int generation) {
    generations.takeOver(newMembers, generation);
  }

  /** Asks all members to join again. */
  public Step rebalance(long nowMillis) {
    Step.Draft draft = new Step.Draft();
    generations.prepare(nowMillis, draft);
    return draft.finish();
  }

  public String id() {
    return id;
  }

  public GroupState state() {
    return generations.state();
  }

  /** Such as {@code consumer}; empty as long as nobody joined. */
  public String protocolType() {
    return generations.protocolType();
  }

  /** Whether a member reads the topic; one whose subscription is not understood reads all. */
  public boolean reads(String topic) {
    return members.all().stream()
        .flatMap(member -> member.protocols().stream())
        .anyMatch(
            protocol ->
                ClassicSubscription.topics(protocol.metadata())
                    .map(topics -> topics.contains(topic))
                    .orElse(true));
  }

  public boolean hasMembers() {
    return !members.isEmpty();
  }

  /** Whether nobody is in it, nor was given an id to join with. */
  public boolean isIdle() {
    return members.isEmpty() && members.invitations() == 0;
  }

  /** The group as it is now; each member with what it was assigned last. */
  public GroupMetadata describe() {
    return generations.describe();
  }

  /**
   * Somebody who goes.
   *
   * @param memberId empty when only the instance is known
   */
  public record Leaver(String memberId, Optional<String> instanceId) {}

  /**
   * What came of going.
   *
   * @param outcomes of each leaver in order: what was wrong, empty when it has gone
   */
  public record Departure(List<Optional<GroupError>> outcomes, Step step) {}
}
