package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.TopicIdPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** A consumer group whose topics, time and members a test plays. */
final class TestConsumers implements ConsumerTopics {

  static final String GROUP = "readers";
  static final ConsumerTimes TIMES = new ConsumerTimes(10_000, 1_000);
  static final int REBALANCE_MILLIS = 5_000;
  private static final JoinRequest.Client CLIENT = new JoinRequest.Client("test", "/127.0.0.1");

  private final Map<String, UUID> ids = new HashMap<>();
  private final Map<UUID, Integer> partitions = new HashMap<>();
  private final GroupLimits limits;
  private StoredGroups stored = new StoredGroups();
  private ConsumerGroup group;
  private long version;
  private long nowMillis = 1;

  TestConsumers() {
    this(GroupLimits.DEFAULTS);
  }

  TestConsumers(GroupLimits limits) {
    this.limits = limits;
    group = new ConsumerGroup(GROUP, limits, this);
  }

  UUID topic(String name, int count) {
    UUID id = ids.computeIfAbsent(name, _ -> UUID.randomUUID());
    partitions.put(id, count);
    version++;
    return id;
  }

  void delete(String name) {
    partitions.remove(ids.remove(name));
    version++;
  }

  ConsumerGroup group() {
    return group;
  }

  ConsumerOutcome heartbeat(ConsumerHeartbeat request) {
    ConsumerStep.Answered answered = group.heartbeat(request, TIMES, nowMillis);
    store(answered.step());
    return answered.outcome();
  }

  /** A heartbeat whose consequences cannot be stored, and which is not answered then. */
  void loses(ConsumerHeartbeat request) {
    group.heartbeat(request, TIMES, nowMillis);
    restart();
  }

  /** A member of the classic protocol joins; one without an id gets {@code newId}. */
  JoinOutcome join(JoinRequest request, String newId) {
    ConsumerStep.Joined joined = group.join(request, newId, nowMillis);
    store(joined.step());
    return joined.outcome();
  }

  List<Optional<GroupError>> leave(Group.Leaver... leavers) {
    ConsumerStep.Departure departure = group.leave(List.of(leavers));
    store(departure.step());
    return departure.outcomes();
  }

  /** Goes on with what a classic group has become. */
  void take(Upgrade.Ready upgrade) {
    group = upgrade.group();
    store(new ConsumerStep(upgrade.records()));
  }

  /** The classic group that this one becomes. */
  Downgrade downgrade() {
    return group.downgrade(name -> name + "-new", nowMillis);
  }

  /** The classic group that is there after a restart, when only this was stored. */
  Group restart(List<GroupRecord> records) {
    store(new ConsumerStep(records));
    assertThat(stored.consumerGroup(GROUP)).as("nothing is left of it").isEmpty();
    return Group.restore(
        GROUP, stored.group(GROUP).orElseThrow(), limits, name -> name + "-new", nowMillis);
  }

  ConsumerOutcome.Alive alive(ConsumerHeartbeat request) {
    return (ConsumerOutcome.Alive) heartbeat(request);
  }

  GroupError refused(ConsumerHeartbeat request) {
    return ((ConsumerOutcome.Refused) heartbeat(request)).error();
  }

  void pass(long millis) {
    nowMillis += millis;
    store(group.expire(nowMillis));
  }

  long nowMillis() {
    return nowMillis;
  }

  /** Only what was stored is there again. */
  void restart() {
    StoredGroups replayed = new StoredGroups();
    stored.records().forEach(record -> replayed.apply(reread(record), 0));
    stored = replayed;
    group =
        stored
            .consumerGroup(GROUP)
            .map(it -> ConsumerGroup.restore(GROUP, it, limits, this, TIMES, nowMillis))
            .orElseGet(() -> new ConsumerGroup(GROUP, limits, this));
  }

  private void store(ConsumerStep step) {
    step.records().forEach(record -> stored.apply(reread(record), 0));
  }

  private static GroupRecord reread(GroupRecord record) {
    return GroupRecordCodec.decode(GroupRecordCodec.encode(record, 17));
  }

  static ConsumerHeartbeat joining(String memberId, String... topics) {
    return new ConsumerHeartbeat(
        memberId,
        ConsumerHeartbeat.JOIN,
        Optional.empty(),
        Optional.empty(),
        CLIENT,
        OptionalInt.of(REBALANCE_MILLIS),
        Optional.of(Set.of(topics)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Set.of()));
  }

  static ConsumerHeartbeat joiningAs(String memberId, String instanceId, String... topics) {
    return named(joining(memberId, topics), instanceId);
  }

  static ConsumerHeartbeat joiningWith(String memberId, String assignor, String... topics) {
    ConsumerHeartbeat it = joining(memberId, topics);
    return new ConsumerHeartbeat(
        memberId,
        ConsumerHeartbeat.JOIN,
        it.instanceId(),
        it.rackId(),
        it.client(),
        it.rebalanceTimeoutMillis(),
        it.topics(),
        it.pattern(),
        Optional.of(assignor),
        it.owned());
  }

  static ConsumerHeartbeat matching(String memberId, String pattern) {
    ConsumerHeartbeat it = joining(memberId);
    return new ConsumerHeartbeat(
        memberId,
        ConsumerHeartbeat.JOIN,
        it.instanceId(),
        it.rackId(),
        it.client(),
        it.rebalanceTimeoutMillis(),
        Optional.empty(),
        Optional.of(pattern),
        it.assignor(),
        it.owned());
  }

  /** Only a sign of life. */
  static ConsumerHeartbeat living(String memberId, int epoch) {
    return owning(memberId, epoch, Optional.empty());
  }

  static ConsumerHeartbeat owning(String memberId, int epoch, Set<TopicIdPartition> owned) {
    return owning(memberId, epoch, Optional.of(owned));
  }

  static ConsumerHeartbeat leaving(String memberId) {
    return living(memberId, ConsumerHeartbeat.LEAVE);
  }

  static ConsumerHeartbeat named(ConsumerHeartbeat it, String instanceId) {
    return new ConsumerHeartbeat(
        it.memberId(),
        it.memberEpoch(),
        Optional.of(instanceId),
        it.rackId(),
        it.client(),
        it.rebalanceTimeoutMillis(),
        it.topics(),
        it.pattern(),
        it.assignor(),
        it.owned());
  }

  private static ConsumerHeartbeat owning(
      String memberId, int epoch, Optional<Set<TopicIdPartition>> owned) {
    return new ConsumerHeartbeat(
        memberId,
        epoch,
        Optional.empty(),
        Optional.empty(),
        CLIENT,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        owned);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Optional<UUID> idOf(String topic) {
    return Optional.ofNullable(ids.get(topic));
  }

  @Override
  public Optional<String> nameOf(UUID id) {
    return ids.entrySet().stream()
        .filter(each -> each.getValue().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public OptionalInt partitions(UUID id) {
    Integer count = partitions.get(id);
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  @Override
  public Optional<Set<String>> matching(String pattern) {
    Set<String> names = new HashSet<>(ids.keySet());
    names.removeIf(name -> !Pattern.matches(pattern, name));
    return Optional.of(names);
  }
}
