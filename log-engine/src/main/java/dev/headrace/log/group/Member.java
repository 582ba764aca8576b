package dev.headrace.log.group;

import dev.headrace.log.group.GroupMetadata.StoredMember;
import dev.headrace.log.group.JoinRequest.Protocol;
import java.util.List;
import java.util.Optional;

/** A member of a group, and which of its requests wait. Belongs to its group's thread. */
final class Member {

  private final String id;
  private final Optional<String> instanceId;
  private JoinRequest.Client client;
  private int rebalanceTimeoutMillis;
  private int sessionTimeoutMillis;
  private List<Protocol> protocols;
  private Opaque assignment = Opaque.EMPTY;
  private long sessionDeadlineMillis;
  private Optional<Ticket> joining = Optional.empty();
  private Optional<Ticket> syncing = Optional.empty();
  private boolean syncDue;

  /** A member that joins for the first time. */
  Member(String id, JoinRequest request, long nowMillis) {
    this(id, request.instanceId(), request.client(), request.protocols());
    update(request);
    keepAlive(nowMillis);
  }

  private Member(
      String id, Optional<String> instanceId, JoinRequest.Client client, List<Protocol> protocols) {
    this.id = id;
    this.instanceId = instanceId;
    this.client = client;
    this.protocols = protocols;
  }

  static Member restore(StoredMember stored, String protocol, long nowMillis) {
    Member member =
        new Member(
            stored.memberId(),
            stored.instanceId(),
            stored.client(),
            List.of(new Protocol(protocol, stored.subscription())));
    member.rebalanceTimeoutMillis = stored.rebalanceTimeoutMillis();
    member.sessionTimeoutMillis = stored.sessionTimeoutMillis();
    member.assignment = stored.assignment();
    member.keepAlive(nowMillis);
    return member;
  }

  /** One of the classic protocol in a consumer group, when that goes over to this protocol. */
  static Member of(ConsumerSeat seat, Opaque assignment, long nowMillis) {
    ConsumerMember described = seat.member().orElseThrow();
    ClassicTerms terms = seat.classic().orElseThrow();
    Member member = new Member(seat.id(), seat.instanceId(), described.client(), terms.protocols());
    member.rebalanceTimeoutMillis = described.rebalanceTimeoutMillis();
    member.sessionTimeoutMillis = terms.sessionTimeoutMillis();
    member.assignment = assignment;
    member.keepAlive(nowMillis);
    return member;
  }

  /** This member in a consumer group. */
  ConsumerMember goOver(ClassicSubscription subscription) {
    return new ConsumerMember(
        instanceId,
        subscription.rackId(),
        client,
        rebalanceTimeoutMillis,
        subscription.topics(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new ClassicTerms(sessionTimeoutMillis, protocols)));
  }

  /** The same static member after a restart, under its new id; its requests do not move along. */
  Member successor(String newId, long nowMillis) {
    Member successor = new Member(newId, instanceId, client, protocols);
    successor.rebalanceTimeoutMillis = rebalanceTimeoutMillis;
    successor.sessionTimeoutMillis = sessionTimeoutMillis;
    successor.assignment = assignment;
    successor.keepAlive(nowMillis);
    return successor;
  }

  StoredMember store(String protocol, Opaque assigned) {
    return new StoredMember(
        id,
        instanceId,
        client,
        rebalanceTimeoutMillis,
        sessionTimeoutMillis,
        metadataFor(protocol),
        assigned);
  }

  void update(JoinRequest request) {
    client = request.client();
    rebalanceTimeoutMillis = request.rebalanceTimeoutMillis();
    sessionTimeoutMillis = request.sessionTimeoutMillis();
    protocols = request.protocols();
  }

  void keepAlive(long nowMillis) {
    sessionDeadlineMillis = nowMillis + sessionTimeoutMillis;
  }

  /** A member whose request waits is alive: the connection, not a heartbeat, shows it. */
  boolean isWaiting() {
    return joining.isPresent() || syncing.isPresent();
  }

  /** Lets the join request wait. Returns the one that waited before: its asker has given up. */
  Optional<Ticket> awaitJoin(Ticket ticket) {
    Optional<Ticket> former = joining;
    joining = Optional.of(ticket);
    return former;
  }

  /** Likewise for the sync request. */
  Optional<Ticket> awaitSync(Ticket ticket) {
    Optional<Ticket> former = syncing;
    syncing = Optional.of(ticket);
    syncDue = false;
    return former;
  }

  Optional<Ticket> endJoin(long nowMillis) {
    Optional<Ticket> ended = joining;
    joining = Optional.empty();
    keepAlive(nowMillis);
    return ended;
  }

  Optional<Ticket> endSync(long nowMillis) {
    Optional<Ticket> ended = syncing;
    syncing = Optional.empty();
    keepAlive(nowMillis);
    return ended;
  }

  /** Tells whoever waits that it waits in vain. */
  void refuse(GroupError error, long nowMillis, Step.Draft draft) {
    endJoin(nowMillis)
        .map(ticket -> new Answer.ToJoin(ticket, new JoinOutcome.Refused(error, id)))
        .ifPresent(draft::answer);
    refuseSync(error, nowMillis, draft);
  }

  void refuseSync(GroupError error, long nowMillis, Step.Draft draft) {
    endSync(nowMillis)
        .map(ticket -> new Answer.ToSync(ticket, new SyncOutcome.Refused(error)))
        .ifPresent(draft::answer);
  }

  boolean isJoining() {
    return joining.isPresent();
  }

  /** Whether the member has been told of the generation and has not asked for its assignment. */
  boolean isSyncDue() {
    return syncDue;
  }

  void expectSync() {
    syncDue = true;
  }

  void assign(Opaque assigned) {
    assignment = assigned;
  }

  Opaque metadataFor(String protocol) {
    for (Protocol candidate : protocols) {
      if (candidate.name().equals(protocol)) {
        return candidate.metadata();
      }
    }
    return Opaque.EMPTY;
  }

  int metadataBytes() {
    return protocols.stream().mapToInt(protocol -> protocol.metadata().sizeInBytes()).sum();
  }

  boolean knows(String protocol) {
    return protocols.stream().anyMatch(candidate -> candidate.name().equals(protocol));
  }

  String id() {
    return id;
  }

  Optional<String> instanceId() {
    return instanceId;
  }

  int rebalanceTimeoutMillis() {
    return rebalanceTimeoutMillis;
  }

  int sessionTimeoutMillis() {
    return sessionTimeoutMillis;
  }

  List<Protocol> protocols() {
    return protocols;
  }

  Opaque assignment() {
    return assignment;
  }

  long sessionDeadlineMillis() {
    return sessionDeadlineMillis;
  }
}
