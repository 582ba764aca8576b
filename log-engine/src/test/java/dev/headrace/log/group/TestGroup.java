package dev.headrace.log.group;

import dev.headrace.log.group.JoinOutcome.Joined;
import dev.headrace.log.group.JoinRequest.Abilities;
import dev.headrace.log.group.JoinRequest.Client;
import dev.headrace.log.group.JoinRequest.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;

/** A group under a clock that only the test moves, with the answers that it has given. */
final class TestGroup {

  static final int SESSION_MILLIS = 10_000;
  static final int REBALANCE_MILLIS = 30_000;

  private final GroupLimits limits;
  private final Map<Ticket, JoinOutcome> joins = new HashMap<>();
  private final Map<Ticket, SyncOutcome> syncs = new HashMap<>();
  private final Queue<Step.Storing> unstored = new ArrayDeque<>();
  private final List<GroupMetadata> log = new ArrayList<>();
  private Group group;
  private boolean storesAtOnce = true;
  private long nowMillis = 1_000;
  private long tickets;
  private int memberIds;

  TestGroup() {
    this(GroupLimits.DEFAULTS);
  }

  TestGroup(GroupLimits limits) {
    this.limits = limits;
    group = new Group("readers", limits, this::memberId);
  }

  private String memberId(String name) {
    return name + "-" + memberIds++;
  }

  // What members do.

  /** The first request of a member whose client is called {@code name}; it gets its id at once. */
  Ticket joins(String name) {
    return ask(request(name, "", Optional.empty(), Abilities.NONE, protocol("range", name)));
  }

  Ticket rejoins(String memberId) {
    return ask(
        request(memberId, memberId, Optional.empty(), Abilities.ALL, protocol("range", memberId)));
  }

  Ticket joinsAs(String instance, String memberId) {
    return ask(
        request(
            instance, memberId, Optional.of(instance), Abilities.ALL, protocol("range", instance)));
  }

  Ticket ask(JoinRequest request) {
    Ticket ticket = new Ticket(tickets++);
    take(group.join(request, ticket, nowMillis));
    return ticket;
  }

  static JoinRequest request(
      String name,
      String memberId,
      Optional<String> instance,
      Abilities abilities,
      Protocol... protocols) {
    return new JoinRequest(
        memberId,
        instance,
        new Client(name, "/127.0.0.1"),
        SESSION_MILLIS,
        REBALANCE_MILLIS,
        "consumer",
        List.of(protocols),
        abilities);
  }

  static Protocol protocol(String name, String subscription) {
    return new Protocol(name, bytes(subscription));
  }

  static Opaque bytes(String text) {
    return Opaque.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Opaque bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  /** The member asks for its assignment; a leader gives each member work named after it. */
  Ticket syncs(Joined as) {
    return syncs(as, Optional.empty());
  }

  Ticket syncs(Joined as, Optional<String> instance) {
    Map<String, Opaque> assignments =
        as.members().stream()
            .collect(
                Collectors.toMap(
                    JoinOutcome.Participant::memberId,
                    member -> bytes(workOf(member.memberId(), as.generation()))));
    return sync(
        new SyncRequest(
            new MemberIdentity(as.memberId(), instance, as.generation()),
            Optional.of("consumer"),
            Optional.of(as.protocol()),
            assignments));
  }

  static String workOf(String memberId, int generation) {
    return "work of " + memberId + " in " + generation;
  }

  Ticket sync(SyncRequest request) {
    Ticket ticket = new Ticket(tickets++);
    take(group.sync(request, ticket, nowMillis));
    return ticket;
  }

  Optional<GroupError> heartbeat(Joined as) {
    return heartbeat(new MemberIdentity(as.memberId(), Optional.empty(), as.generation()));
  }

  Optional<GroupError> heartbeat(MemberIdentity member) {
    return group.heartbeat(member, nowMillis);
  }

  Optional<GroupError> commits(MemberIdentity member) {
    return group.commit(member, nowMillis);
  }

  List<Optional<GroupError>> leaves(Group.Leaver... leavers) {
    Group.Departure departure = group.leave(List.of(leavers), nowMillis);
    take(departure.step());
    return departure.outcomes();
  }

  Optional<GroupError> leaves(Joined as) {
    return leaves(new Group.Leaver(as.memberId(), Optional.empty())).getFirst();
  }

  // What the world does.

  void pass(long millis) {
    nowMillis += millis;
    take(group.expire(nowMillis));
  }

  /** From now on what is to be stored waits for {@link #store} or {@link #failToStore}. */
  void storeLater() {
    storesAtOnce = false;
  }

  void store() {
    Step.Storing next = unstored.remove();
    log.add(next.metadata());
    take(group.stored(next, nowMillis));
  }

  void failToStore() {
    take(group.notStored(unstored.remove(), nowMillis));
  }

  boolean isStoring() {
    return !unstored.isEmpty();
  }

  /** The process stops; another one finds what was stored. */
  void restart() {
    unstored.clear();
    joins.clear();
    syncs.clear();
    group =
        log.isEmpty()
            ? new Group("readers", limits, this::memberId)
            : Group.restore("readers", log.getLast(), limits, this::memberId, nowMillis);
  }

  private void take(Step step) {
    for (Answer answer : step.answers()) {
      Object twice =
          switch (answer) {
            case Answer.ToJoin(Ticket ticket, JoinOutcome outcome) -> joins.put(ticket, outcome);
            case Answer.ToSync(Ticket ticket, SyncOutcome outcome) -> syncs.put(ticket, outcome);
          };
      if (twice != null) {
        throw new AssertionError("answered twice: " + answer);
      }
    }
    step.storing().ifPresent(unstored::add);
    while (storesAtOnce && isStoring()) {
      store();
    }
  }

  // What has come of it.

  Optional<JoinOutcome> joinAnswer(Ticket ticket) {
    return Optional.ofNullable(joins.get(ticket));
  }

  Joined joined(Ticket ticket) {
    if (joins.get(ticket) instanceof Joined joined) {
      return joined;
    }
    throw new AssertionError("not joined but " + joins.get(ticket) + " in " + group.state());
  }

  Optional<GroupError> joinRefusal(Ticket ticket) {
    return joins.get(ticket) instanceof JoinOutcome.Refused refused
        ? Optional.of(refused.error())
        : Optional.empty();
  }

  Optional<String> assignment(Ticket ticket) {
    return syncs.get(ticket) instanceof SyncOutcome.Synced synced
        ? Optional.of(text(synced.assignment()))
        : Optional.empty();
  }

  Optional<GroupError> syncRefusal(Ticket ticket) {
    return syncs.get(ticket) instanceof SyncOutcome.Refused refused
        ? Optional.of(refused.error())
        : Optional.empty();
  }

  Optional<SyncOutcome> syncAnswer(Ticket ticket) {
    return Optional.ofNullable(syncs.get(ticket));
  }

  Group group() {
    return group;
  }

  GroupState state() {
    return group.state();
  }

  List<GroupMetadata> log() {
    return log;
  }

  // Ways to begin.

  /** A stable group of one. */
  Joined withOneMember(String name) {
    Joined only = joined(joins(name));
    syncs(only);
    return only;
  }

  /** A stable group of two, the leader first. */
  List<Joined> withTwoMembers() {
    Joined first = withOneMember("one");
    Ticket second = joins("two");
    Joined leader = joined(rejoins(first.memberId()));
    Joined follower = joined(second);
    syncs(leader);
    syncs(follower);
    return List.of(leader, follower);
  }
}
