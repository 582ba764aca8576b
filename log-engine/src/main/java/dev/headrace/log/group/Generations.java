package dev.headrace.log.group;

import dev.headrace.log.group.GroupMetadata.Formation;
import dev.headrace.log.group.GroupState.Assignments;
import dev.headrace.log.group.GroupState.CompletingRebalance;
import dev.headrace.log.group.GroupState.Dead;
import dev.headrace.log.group.GroupState.Empty;
import dev.headrace.log.group.GroupState.PreparingRebalance;
import dev.headrace.log.group.GroupState.Stable;
import dev.headrace.log.group.GroupState.Waiting;
import dev.headrace.log.group.JoinOutcome.Assigning;
import dev.headrace.log.group.JoinOutcome.Participant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes a group from one generation to the next. Belongs to its group's thread. */
final class Generations {

  private final GroupLimits limits;
  private final Members members = new Members();
  private String protocolType = "";
  private GroupState state = new Empty(0);

  Generations(GroupLimits limits) {
    this.limits = limits;
  }

  void restore(GroupMetadata stored, long nowMillis) {
    protocolType = stored.protocolType();
    state = new Empty(stored.generation());
    stored
        .formation()
        .ifPresent(
            formation -> {
              state = new Stable(stored.generation(), formation);
              stored.members().stream()
                  .map(member -> Member.restore(member, formation.protocol(), nowMillis))
                  .forEach(members::add);
            });
  }

  /** Goes on with the members of a consumer group, in the generation after its last epoch. */
  void takeOver(List<Member> newMembers, int generation) {
    protocolType = ClassicTerms.PROTOCOL_TYPE;
    newMembers.forEach(members::add);
    state = new Stable(generation, new Formation(members.elect(), newMembers.getFirst().id()));
  }

  GroupState state() {
    return state;
  }

  Members members() {
    return members;
  }

  String protocolType() {
    return protocolType;
  }

  /** The type that a group without members takes from the first one. */
  void adopt(String newProtocolType) {
    protocolType = newProtocolType;
  }

  /** Ends the present generation: members are to join again. Nothing new while that is on. */
  void prepare(long nowMillis, Step.Draft draft) {
    Waiting rejoins = new Waiting.ForMembers(nowMillis + members.longestRebalanceMillis());
    switch (state) {
      case Empty empty -> state = empty.prepare(firstWait(rejoins, nowMillis));
      case CompletingRebalance completing -> {
        refuseSyncs(GroupError.REBALANCE_IN_PROGRESS, nowMillis, draft);
        members.all().forEach(member -> member.assign(Opaque.EMPTY));
        state = completing.prepare(rejoins);
      }
      case Stable stable -> state = stable.prepare(rejoins);
      case PreparingRebalance preparing -> prolongForNewcomers(preparing, nowMillis);
      case Dead _ -> {}
    }
    completeIfAllJoined(nowMillis, draft);
  }

  private Waiting firstWait(Waiting rejoins, long nowMillis) {
    return limits.initialDelayMillis() == 0
        ? rejoins
        : new Waiting.ForNewcomers(
            nowMillis + Math.min(limits.initialDelayMillis(), members.longestRebalanceMillis()),
            rejoins.deadlineMillis());
  }

  private void prolongForNewcomers(PreparingRebalance preparing, long nowMillis) {
    if (preparing.waiting() instanceof Waiting.ForNewcomers newcomers) {
      state = preparing.waitOn(newcomers.prolong(nowMillis + limits.initialDelayMillis()));
    }
  }

  /** Begins the next generation if nobody is missing. */
  void completeIfAllJoined(long nowMillis, Step.Draft draft) {
    if (state instanceof PreparingRebalance preparing
        && (preparing.waiting() instanceof Waiting.ForMembers || members.isEmpty())
        && members.haveAllJoined()) {
      complete(preparing, nowMillis, draft);
    }
  }

  /** Begins the next generation with those who have joined, and static members who may return. */
  private void complete(PreparingRebalance preparing, long nowMillis, Step.Draft draft) {
    for (Member member : members.snapshot()) {
      if (!member.isJoining() && member.instanceId().isEmpty()) {
        members.remove(member);
      }
    }
    if (members.isEmpty()) {
      state = preparing.empty();
      draft.store(new Step.Storing.Emptied(metadata(Map.of())));
      return;
    }
    Optional<String> leader = chooseLeader(preparing);
    if (leader.isEmpty()) {
      state =
          preparing.waitOn(new Waiting.ForMembers(nowMillis + members.longestRebalanceMillis()));
      return;
    }
    CompletingRebalance next =
        preparing.complete(
            new Formation(members.elect(), leader.get()),
            nowMillis + members.longestRebalanceMillis());
    state = next;
    for (Member member : members.all()) {
      member
          .endJoin(nowMillis)
          .ifPresent(
              ticket -> {
                member.expectSync();
                draft.answer(
                    new Answer.ToJoin(ticket, joined(member, next.generation(), next.formation())));
              });
    }
  }

  private Optional<String> chooseLeader(PreparingRebalance preparing) {
    return preparing
        .leader()
        .flatMap(members::find)
        .filter(Member::isJoining)
        .or(() -> members.all().stream().filter(Member::isJoining).findFirst())
        .map(Member::id);
  }

  /** What a member of a generation is told about it. */
  JoinOutcome joined(Member member, int generation, Formation formation) {
    boolean leads = formation.leader().equals(member.id());
    return new JoinOutcome.Joined(
        member.id(),
        generation,
        protocolType,
        formation.protocol(),
        formation.leader(),
        leads ? participants(formation.protocol()) : List.of(),
        Assigning.DUE);
  }

  List<Participant> participants(String protocol) {
    return members.all().stream()
        .map(
            member ->
                new Participant(member.id(), member.instanceId(), member.metadataFor(protocol)))
        .toList();
  }

  /** Puts a static member in place of its former self. */
  void replace(Member former, Member successor, Step.Draft draft, long nowMillis) {
    former.refuse(GroupError.FENCED_INSTANCE_ID, nowMillis, draft);
    members.remove(former);
    members.add(successor);
    state =
        switch (state) {
          case Stable stable when stable.formation().leader().equals(former.id()) ->
              stable.withLeader(successor.id());
          case PreparingRebalance preparing
              when preparing.leader().equals(Optional.of(former.id())) ->
              preparing.withLeader(successor.id());
          default -> state;
        };
  }

  /** Takes a member out; {@link #afterDeparture} must follow. */
  void remove(Member member, long nowMillis, Step.Draft draft) {
    member.refuse(GroupError.UNKNOWN_MEMBER_ID, nowMillis, draft);
    members.remove(member);
  }

  /** Shares out anew what departed members had. */
  void afterDeparture(long nowMillis, Step.Draft draft) {
    switch (state) {
      case Stable _, CompletingRebalance _ -> prepare(nowMillis, draft);
      case PreparingRebalance _ -> completeIfAllJoined(nowMillis, draft);
      case Empty _, Dead _ -> {}
    }
  }

  /** Ends a wait that is over. */
  void expire(long nowMillis, Step.Draft draft) {
    switch (state) {
      case PreparingRebalance preparing when preparing.waiting().deadlineMillis() <= nowMillis ->
          complete(preparing, nowMillis, draft);
      case CompletingRebalance completing when completing.deadlineMillis() <= nowMillis -> {
        for (Member member : members.snapshot()) {
          if (member.isSyncDue()) {
            remove(member, nowMillis, draft);
          }
        }
        prepare(nowMillis, draft);
      }
      default -> {}
    }
  }

  /** When the present wait is over; {@link Long#MAX_VALUE} for never. */
  long deadlineMillis() {
    return switch (state) {
      case PreparingRebalance preparing -> preparing.waiting().deadlineMillis();
      case CompletingRebalance completing -> completing.deadlineMillis();
      case Empty _, Stable _, Dead _ -> Long.MAX_VALUE;
    };
  }

  /** Sends the leader's assignments on their way into the log. */
  void assign(CompletingRebalance completing, Map<String, Opaque> assignments, Step.Draft draft) {
    state = completing.assigned();
    draft.store(new Step.Storing.Assignments(metadata(assignments)));
  }

  /** The assignments are durable: members may have them, unless the generation is over by now. */
  void stored(GroupMetadata assigned, long nowMillis, Step.Draft draft) {
    if (!(state instanceof CompletingRebalance completing)
        || completing.generation() != assigned.generation()) {
      return;
    }
    state = completing.stabilize();
    assigned
        .members()
        .forEach(
            stored ->
                members.find(stored.memberId()).ifPresent(m -> m.assign(stored.assignment())));
    for (Member member : members.all()) {
      member
          .endSync(nowMillis)
          .ifPresent(
              ticket ->
                  draft.answer(new Answer.ToSync(ticket, synced(member, completing.formation()))));
    }
  }

  /** The assignments could not be stored: the leader may try again. */
  void notStored(GroupMetadata assigned, long nowMillis, Step.Draft draft) {
    if (state instanceof CompletingRebalance completing
        && completing.generation() == assigned.generation()
        && completing.assignments() == Assignments.BEING_STORED) {
      refuseSyncs(GroupError.COORDINATOR_NOT_AVAILABLE, nowMillis, draft);
      state = completing.unassigned();
    }
  }

  SyncOutcome.Synced synced(Member member, Formation formation) {
    return new SyncOutcome.Synced(protocolType, formation.protocol(), member.assignment());
  }

  /** The group as it is, with these assignments where the members do not have them yet. */
  GroupMetadata metadata(Map<String, Opaque> assignments) {
    return metadata(member -> assignmentOf(member, assignments));
  }

  /** Likewise, with what the members were assigned last. */
  GroupMetadata describe() {
    return metadata(Member::assignment);
  }

  private GroupMetadata metadata(Function<Member, Opaque> assignments) {
    Optional<Formation> formation = formation();
    String protocol = formation.map(Formation::protocol).orElse("");
    return new GroupMetadata(
        protocolType,
        state.generation(),
        formation,
        members.all().stream()
            .map(member -> member.store(protocol, assignments.apply(member)))
            .toList());
  }

  private Opaque assignmentOf(Member member, Map<String, Opaque> assignments) {
    return state instanceof Stable
        ? member.assignment()
        : assignments.getOrDefault(member.id(), Opaque.EMPTY);
  }

  Optional<Formation> formation() {
    return switch (state) {
      case CompletingRebalance completing -> Optional.of(completing.formation());
      case Stable stable -> Optional.of(stable.formation());
      case Empty _, PreparingRebalance _, Dead _ -> Optional.empty();
    };
  }

  /** No way back: whoever waits is told so. */
  void die(GroupError error, long nowMillis, Step.Draft draft) {
    for (Member member : members.snapshot()) {
      member.refuse(error, nowMillis, draft);
      members.remove(member);
    }
    state = new Dead(state.generation());
  }

  private void refuseSyncs(GroupError error, long nowMillis, Step.Draft draft) {
    for (Member member : members.all()) {
      member.refuseSync(error, nowMillis, draft);
    }
  }
}
