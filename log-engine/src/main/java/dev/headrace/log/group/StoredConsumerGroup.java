package dev.headrace.log.group;

import dev.headrace.log.group.GroupRecord.ConsumerCurrentStored;
import dev.headrace.log.group.GroupRecord.ConsumerEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerMemberStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetStored;
import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** What the records of one consumer group come to. Not thread-safe. */
public final class StoredConsumerGroup {

  private final String id;
  private OptionalInt epoch = OptionalInt.empty();
  private OptionalInt targetEpoch = OptionalInt.empty();
  private final Map<String, ConsumerMember> members = new TreeMap<>();
  private final Map<String, Set<TopicIdPartition>> targets = new TreeMap<>();
  private final Map<String, CurrentAssignment> currents = new TreeMap<>();

  StoredConsumerGroup(String id) {
    this.id = id;
  }

  void apply(ConsumerEpochStored record) {
    epoch = record.epoch();
  }

  void apply(ConsumerTargetEpochStored record) {
    targetEpoch = record.epoch();
  }

  void apply(ConsumerMemberStored record) {
    put(members, record.memberId(), record.member());
  }

  void apply(ConsumerTargetStored record) {
    put(targets, record.memberId(), record.target());
  }

  void apply(ConsumerCurrentStored record) {
    put(currents, record.memberId(), record.current());
  }

  private static <T> void put(Map<String, T> into, String memberId, Optional<T> value) {
    value.ifPresentOrElse(it -> into.put(memberId, it), () -> into.remove(memberId));
  }

  /** Whether all of it was deleted. */
  boolean isGone() {
    return epoch.isEmpty()
        && targetEpoch.isEmpty()
        && members.isEmpty()
        && targets.isEmpty()
        && currents.isEmpty();
  }

  int epoch() {
    return Math.max(epoch.orElse(0), targetEpoch.orElse(0));
  }

  /** The members, each as it was last heard of. */
  List<ConsumerSeat> seats() {
    List<ConsumerSeat> seats = new ArrayList<>();
    members.forEach(
        (memberId, member) -> {
          ConsumerSeat seat = new ConsumerSeat(memberId);
          seat.describe(member);
          seat.aim(targets.getOrDefault(memberId, Set.of()));
          seat.take(currents.getOrDefault(memberId, CurrentAssignment.NOTHING));
          seats.add(seat);
        });
    return seats;
  }

  /** Records that come to the same. */
  List<GroupRecord> records() {
    List<GroupRecord> records = new ArrayList<>();
    epoch.ifPresent(it -> records.add(new ConsumerEpochStored(id, OptionalInt.of(it))));
    members.forEach((m, it) -> records.add(new ConsumerMemberStored(id, m, Optional.of(it))));
    targets.forEach((m, it) -> records.add(new ConsumerTargetStored(id, m, Optional.of(it))));
    targetEpoch.ifPresent(it -> records.add(new ConsumerTargetEpochStored(id, OptionalInt.of(it))));
    currents.forEach((m, it) -> records.add(new ConsumerCurrentStored(id, m, Optional.of(it))));
    return records;
  }
}
