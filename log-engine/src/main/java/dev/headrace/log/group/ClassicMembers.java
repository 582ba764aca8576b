package dev.headrace.log.group;

import dev.headrace.log.group.ConsumerStep.Draft;
import dev.headrace.log.group.Group.Leaver;
import dev.headrace.log.group.JoinOutcome.Assigning;
import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Serves the members of a consumer group that speak the classic protocol. To join is to say what
 * one has, and to be told the epoch that one has come to; to sync is to be told one's share in it.
 * Nobody leads, and nobody waits for others: who has to give up, or can get more, is told by its
 * heartbeat to join again. Belongs to its group's thread.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848: upgrade and
 *     downgrade</a>
 */
final class ClassicMembers {

  private static final String NOBODY = "";

  private final ConsumerEpochs epochs;
  private final ConsumerSeats seats;
  private final GroupLimits limits;

  ClassicMembers(ConsumerEpochs epochs, GroupLimits limits) {
    this.epochs = epochs;
    this.seats = epochs.seats();
    this.limits = limits;
  }

  /**
   * Somebody wants to be a member, or to remain one.
   *
   * @param newId for one that has none
   */
  JoinOutcome join(JoinRequest request, String newId, long nowMillis, Draft draft) {
    Optional<ClassicSubscription> subscription = ClassicTerms.subscription(request.protocols());
    Optional<GroupError> refusal =
        refuse(request)
            .or(
                () ->
                    subscription.isEmpty()
                        ? Optional.of(GroupError.INCONSISTENT_GROUP_PROTOCOL)
                        : Optional.empty());
    if (refusal.isPresent()) {
      return new JoinOutcome.Refused(refusal.get(), request.memberId());
    }
    if (request.isNew()
        && request.instanceId().isEmpty()
        && request.abilities().rejoinsWithGivenId()) {
      return new JoinOutcome.Refused(GroupError.MEMBER_ID_REQUIRED, newId);
    }
    ConsumerSeat seat = seat(request, newId, draft);
    epochs.describe(seat, ConsumerMember.of(request, subscription.orElseThrow()), draft);
    epochs.reconcile(seat, Optional.of(owned(subscription.orElseThrow())), nowMillis, draft);
    seat.keepAlive(nowMillis + request.sessionTimeoutMillis());
    seat.expectSync(nowMillis + request.rebalanceTimeoutMillis());
    return joined(seat);
  }

  private static JoinOutcome joined(ConsumerSeat seat) {
    return new JoinOutcome.Joined(
        seat.id(),
        seat.current().epoch(),
        ClassicTerms.PROTOCOL_TYPE,
        seat.classic().orElseThrow().protocol(),
        NOBODY,
        List.of(),
        Assigning.DUE);
  }

  private ConsumerSeat seat(JoinRequest request, String newId, Draft draft) {
    String memberId = request.isNew() ? newId : request.memberId();
    return seats
        .find(memberId)
        .orElseGet(() -> epochs.admit(memberId, request.instanceId(), draft));
  }

  private Optional<GroupError> refuse(JoinRequest request) {
    if (!request.isStorable()) {
      return Optional.of(GroupError.INVALID_REQUEST);
    }
    if (!limits.allowsSession(request.sessionTimeoutMillis())) {
      return Optional.of(GroupError.INVALID_SESSION_TIMEOUT);
    }
    Optional<ConsumerSeat> present =
        request.instanceId().flatMap(seats::findInstance).or(() -> seats.find(request.memberId()));
    if (isTooMuch(request, present)) {
      return Optional.of(GroupError.GROUP_MAX_SIZE_REACHED);
    }
    if (!limits.migration().mixes() || !agrees(request)) {
      return Optional.of(GroupError.INCONSISTENT_GROUP_PROTOCOL);
    }
    return request.isNew() || request.instanceId().isEmpty()
        ? Optional.empty()
        : present
            .map(
                seat ->
                    seat.id().equals(request.memberId())
                        ? Optional.<GroupError>empty()
                        : Optional.of(GroupError.FENCED_INSTANCE_ID))
            .orElse(Optional.of(GroupError.UNKNOWN_MEMBER_ID));
  }

  private boolean isTooMuch(JoinRequest request, Optional<ConsumerSeat> present) {
    int before = present.flatMap(ConsumerSeat::member).map(ConsumerMember::sizeInBytes).orElse(0);
    int added = request.metadataBytes() - before;
    return (present.isEmpty() && seats.size() >= limits.maxMembers())
        || (added > 0 && seats.sizeInBytes() + added > limits.maxMetadataBytes());
  }

  /** As if all members of the classic protocol were to agree on how to share. */
  private boolean agrees(JoinRequest request) {
    return request.protocolType().equals(ClassicTerms.PROTOCOL_TYPE)
        && request.protocols().stream()
            .anyMatch(
                protocol ->
                    seats.all().stream()
                        .flatMap(seat -> seat.classic().stream())
                        .allMatch(terms -> terms.knows(protocol.name())));
  }

  private Set<TopicIdPartition> owned(ClassicSubscription subscription) {
    Set<TopicIdPartition> owned = new HashSet<>();
    subscription
        .owned()
        .forEach(
            (topic, numbers) ->
                epochs
                    .topics()
                    .idOf(topic)
                    .ifPresent(
                        id -> numbers.forEach(it -> owned.add(new TopicIdPartition(id, it)))));
    return owned;
  }

  /** A member asks for its share in the epoch that it has joined. */
  SyncOutcome sync(SyncRequest request, long nowMillis) {
    Optional<GroupError> refusal = check(request.member());
    if (refusal.isPresent()) {
      return new SyncOutcome.Refused(refusal.get());
    }
    ConsumerSeat seat = seats.find(request.member().memberId()).orElseThrow();
    ClassicTerms terms = seat.classic().orElseThrow();
    boolean agrees =
        request.protocolType().map(ClassicTerms.PROTOCOL_TYPE::equals).orElse(true)
            && request.protocol().map(terms.protocol()::equals).orElse(true);
    if (!agrees) {
      return new SyncOutcome.Refused(GroupError.INCONSISTENT_GROUP_PROTOCOL);
    }
    if (epochs.epoch() > seat.current().epoch()
        && seat.current().state() != CurrentAssignment.State.UNREVOKED) {
      seat.expectRejoin(nowMillis);
      return new SyncOutcome.Refused(GroupError.REBALANCE_IN_PROGRESS);
    }
    seat.endSync();
    seat.keepAlive(nowMillis + terms.sessionTimeoutMillis());
    return new SyncOutcome.Synced(
        ClassicTerms.PROTOCOL_TYPE,
        terms.protocol(),
        assignment(seat.current().assigned().keySet()).write(terms.version()));
  }

  /** By name, without topics that were deleted meanwhile: they have none. */
  ClassicAssignment assignment(Set<TopicIdPartition> partitions) {
    Map<String, Set<Integer>> byName = new HashMap<>();
    partitions.forEach(
        it ->
            epochs
                .topics()
                .nameOf(it.topicId())
                .ifPresent(
                    name ->
                        byName.computeIfAbsent(name, _ -> new TreeSet<>()).add(it.partition())));
    return new ClassicAssignment(byName, ClassicAssignment.Extras.NONE);
  }

  /** A sign of life. Returns what is wrong with it, or that it is to join again. */
  Optional<GroupError> heartbeat(MemberIdentity identity, long nowMillis) {
    Optional<GroupError> refusal = check(identity);
    if (refusal.isPresent()) {
      return refusal;
    }
    ConsumerSeat seat = seats.find(identity.memberId()).orElseThrow();
    seat.keepAlive(nowMillis + seat.classic().orElseThrow().sessionTimeoutMillis());
    if (!isToRejoin(seat)) {
      return Optional.empty();
    }
    seat.expectRejoin(nowMillis);
    return Optional.of(GroupError.REBALANCE_IN_PROGRESS);
  }

  /** A new epoch has begun, it has to give something up, or what it waits for has become free. */
  private boolean isToRejoin(ConsumerSeat seat) {
    return seat.current().epoch() < epochs.epoch()
        || switch (seat.current().state()) {
          case STABLE -> false;
          case UNREVOKED -> true;
          case UNRELEASED ->
              seat.target().stream().allMatch(partition -> seats.isFreeFor(seat, partition));
        };
  }

  private Optional<GroupError> check(MemberIdentity identity) {
    Optional<ConsumerSeat> seat = seats.find(identity.memberId());
    if (identity.instanceId().isPresent()) {
      Optional<ConsumerSeat> holder = seats.findInstance(identity.instanceId().get());
      if (holder.isPresent() && !holder.get().id().equals(identity.memberId())) {
        return Optional.of(GroupError.FENCED_INSTANCE_ID);
      }
      seat = holder;
    }
    if (seat.flatMap(ConsumerSeat::classic).isEmpty()) {
      return Optional.of(GroupError.UNKNOWN_MEMBER_ID);
    }
    return seat.get().current().epoch() == identity.generation()
        ? Optional.empty()
        : Optional.of(GroupError.ILLEGAL_GENERATION);
  }

  /**
   * Members of either protocol go, or an admin sends them away. Returns of each leaver in order
   * what was wrong; empty when it has gone.
   */
  List<Optional<GroupError>> leave(List<Leaver> leavers, Draft draft) {
    List<Optional<GroupError>> outcomes = new ArrayList<>();
    for (Leaver leaver : leavers) {
      Optional<ConsumerSeat> seat =
          leaver.instanceId().isPresent()
              ? leaver.instanceId().flatMap(seats::findInstance)
              : seats.find(leaver.memberId());
      if (seat.isEmpty()) {
        outcomes.add(Optional.of(GroupError.UNKNOWN_MEMBER_ID));
      } else if (!leaver.memberId().isEmpty() && !leaver.memberId().equals(seat.get().id())) {
        outcomes.add(Optional.of(GroupError.FENCED_INSTANCE_ID));
      } else {
        epochs.remove(seat.get(), draft);
        outcomes.add(Optional.empty());
      }
    }
    return outcomes;
  }
}
