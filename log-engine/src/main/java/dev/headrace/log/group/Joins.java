package dev.headrace.log.group;

import dev.headrace.log.group.GroupMetadata.Formation;
import dev.headrace.log.group.GroupState.CompletingRebalance;
import dev.headrace.log.group.GroupState.Dead;
import dev.headrace.log.group.GroupState.Empty;
import dev.headrace.log.group.GroupState.PreparingRebalance;
import dev.headrace.log.group.GroupState.Stable;
import dev.headrace.log.group.JoinOutcome.Assigning;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who may join, and whether that disturbs the others. Belongs to its group's thread.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-345">KIP-345: static
 *     members</a>
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-394">KIP-394: joining with a
 *     given id</a>
 */
final class Joins {

  private final GroupLimits limits;
  private final UnaryOperator<String> memberIds;
  private final Generations generations;
  private final Members members;

  Joins(GroupLimits limits, UnaryOperator<String> memberIds, Generations generations) {
    this.limits = limits;
    this.memberIds = memberIds;
    this.generations = generations;
    this.members = generations.members();
  }

  void join(JoinRequest request, Ticket ticket, long nowMillis, Step.Draft draft) {
    Optional<GroupError> refusal = refuse(request);
    if (refusal.isPresent()) {
      answerRefused(request, ticket, refusal.get(), draft);
    } else if (!request.isNew()) {
      joinKnown(request, ticket, nowMillis, draft);
    } else if (request.instanceId().isPresent()) {
      joinStatic(request, ticket, nowMillis, draft);
    } else if (request.abilities().rejoinsWithGivenId()) {
      String memberId = memberIds.apply(request.client().id());
      members.invite(memberId, nowMillis + request.sessionTimeoutMillis());
      draft.answer(
          new Answer.ToJoin(
              ticket, new JoinOutcome.Refused(GroupError.MEMBER_ID_REQUIRED, memberId)));
    } else {
      add(memberIds.apply(request.client().id()), request, ticket, nowMillis, draft);
    }
  }

  private Optional<GroupError> refuse(JoinRequest request) {
    if (generations.state() instanceof Dead) {
      return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
    }
    if (!request.isStorable()) {
      return Optional.of(GroupError.INVALID_REQUEST);
    }
    if (!limits.allowsSession(request.sessionTimeoutMillis())) {
      return Optional.of(GroupError.INVALID_SESSION_TIMEOUT);
    }
    Optional<Member> present = find(request);
    if (!agrees(request, present)) {
      return Optional.of(GroupError.INCONSISTENT_GROUP_PROTOCOL);
    }
    if (isTooMuch(request, present)) {
      return Optional.of(GroupError.GROUP_MAX_SIZE_REACHED);
    }
    return Optional.empty();
  }

  private Optional<Member> find(JoinRequest request) {
    return members
        .find(request.memberId())
        .or(() -> request.instanceId().flatMap(members::findInstance));
  }

  private boolean agrees(JoinRequest request, Optional<Member> present) {
    if (request.protocolType().isEmpty() || request.protocols().isEmpty()) {
      return false;
    }
    return members.isEmpty()
        || (request.protocolType().equals(generations.protocolType())
            && members.haveInCommon(request.protocols(), present.map(Member::id).orElse("")));
  }

  private boolean isTooMuch(JoinRequest request, Optional<Member> present) {
    int others = members.metadataBytes() - present.map(Member::metadataBytes).orElse(0);
    if (others + request.metadataBytes() > limits.maxMetadataBytes()) {
      return true;
    }
    int invitations = request.isNew() ? members.invitations() : 0;
    return present.isEmpty() && members.size() + invitations >= limits.maxMembers();
  }

  private void joinStatic(JoinRequest request, Ticket ticket, long nowMillis, Step.Draft draft) {
    String memberId = memberIds.apply(request.instanceId().orElseThrow());
    Optional<Member> former = request.instanceId().flatMap(members::findInstance);
    if (former.isEmpty()) {
      add(memberId, request, ticket, nowMillis, draft);
    } else {
      replace(former.get(), memberId, request, ticket, nowMillis, draft);
    }
  }

  /** A static member is back: where nothing else has changed, nobody is to notice. */
  private void replace(
      Member former,
      String memberId,
      JoinRequest request,
      Ticket ticket,
      long nowMillis,
      Step.Draft draft) {
    Member successor = former.successor(memberId, nowMillis);
    successor.update(request);
    generations.replace(former, successor, draft, nowMillis);
    if (generations.state() instanceof Stable stable
        && members.elect().equals(stable.formation().protocol())) {
      draft.store(
          new Step.Storing.Replacement(
              generations.metadata(Map.of()),
              new Answer.ToJoin(ticket, rejoined(stable, former.id(), successor, request))));
    } else {
      rejoin(successor, ticket, nowMillis, draft);
    }
  }

  private JoinOutcome rejoined(
      Stable stable, String formerId, Member successor, JoinRequest request) {
    Formation formation = stable.formation();
    boolean leads = formation.leader().equals(successor.id());
    boolean skips = request.abilities().skipsAssignment();
    return new JoinOutcome.Joined(
        successor.id(),
        stable.generation(),
        generations.protocolType(),
        formation.protocol(),
        // A leader that cannot skip the assignment must not learn that it leads.
        leads && !skips ? formerId : formation.leader(),
        leads && skips ? generations.participants(formation.protocol()) : List.of(),
        leads && skips ? Assigning.SKIPPED : Assigning.DUE);
  }

  private void joinKnown(JoinRequest request, Ticket ticket, long nowMillis, Step.Draft draft) {
    if (members.isInvited(request.memberId())) {
      add(request.memberId(), request, ticket, nowMillis, draft);
      return;
    }
    Optional<GroupError> stranger =
        new Identities(members).check(request.memberId(), request.instanceId());
    if (stranger.isPresent()) {
      answerRefused(request, ticket, stranger.get(), draft);
      return;
    }
    Member member = members.find(request.memberId()).orElseThrow();
    boolean same = member.protocols().equals(request.protocols());
    switch (generations.state()) {
      case CompletingRebalance completing when same ->
          answerAgain(member, completing.generation(), completing.formation(), ticket, draft);
      case Stable stable when same && !stable.formation().leader().equals(member.id()) ->
          answerAgain(member, stable.generation(), stable.formation(), ticket, draft);
      case CompletingRebalance _, Stable _, PreparingRebalance _ -> {
        member.update(request);
        rejoin(member, ticket, nowMillis, draft);
      }
      case Empty _, Dead _ -> answerRefused(request, ticket, GroupError.UNKNOWN_MEMBER_ID, draft);
    }
  }

  /** The member has not got the answer to its first request: it gets the same one. */
  private void answerAgain(
      Member member, int generation, Formation formation, Ticket ticket, Step.Draft draft) {
    draft.answer(new Answer.ToJoin(ticket, generations.joined(member, generation, formation)));
  }

  private void add(
      String memberId, JoinRequest request, Ticket ticket, long nowMillis, Step.Draft draft) {
    if (members.isEmpty()) {
      generations.adopt(request.protocolType());
    }
    Member member = new Member(memberId, request, nowMillis);
    members.add(member);
    rejoin(member, ticket, nowMillis, draft);
  }

  private void rejoin(Member member, Ticket ticket, long nowMillis, Step.Draft draft) {
    member
        .awaitJoin(ticket)
        .ifPresent(
            abandoned ->
                draft.answer(
                    new Answer.ToJoin(
                        abandoned,
                        new JoinOutcome.Refused(GroupError.REBALANCE_IN_PROGRESS, member.id()))));
    generations.prepare(nowMillis, draft);
  }

  private static void answerRefused(
      JoinRequest request, Ticket ticket, GroupError error, Step.Draft draft) {
    draft.answer(new Answer.ToJoin(ticket, new JoinOutcome.Refused(error, request.memberId())));
  }
}
