package dev.headrace.log.group;

import dev.headrace.log.group.ConsumerStep.Draft;
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

/**
 * Takes a consumer group from one epoch to the next, and its members there. Belongs to its group's
 * thread.
 */
final class ConsumerEpochs {

  private final String id;
  private final ConsumerSeats seats = new ConsumerSeats();
  private final ConsumerSharing sharing;
  private final ConsumerTopics topics;
  private int epoch;

  ConsumerEpochs(String id, ConsumerTopics topics) {
    this.id = id;
    this.topics = topics;
    sharing = new ConsumerSharing(seats, topics);
  }

  void restore(int storedEpoch, List<ConsumerSeat> members) {
    epoch = storedEpoch;
    members.forEach(seats::add);
  }

  int epoch() {
    return epoch;
  }

  ConsumerSeats seats() {
    return seats;
  }

  ConsumerSharing sharing() {
    return sharing;
  }

  ConsumerTopics topics() {
    return topics;
  }

  /** Seats one that has nothing yet: in its own former place if it had one, without notice. */
  ConsumerSeat admit(String memberId, Optional<String> instanceId, Draft draft) {
    ConsumerSeat seat = new ConsumerSeat(memberId);
    instanceId
        .flatMap(seats::findInstance)
        .or(() -> seats.find(memberId))
        .ifPresent(
            former -> {
              remove(former, draft);
              seat.succeed(former);
              draft.store(new ConsumerTargetStored(id, seat.id(), Optional.of(seat.target())));
            });
    seats.add(seat);
    return seat;
  }

  /** Notes what a member says of itself; shares anew if it, or the topics, are not as before. */
  void describe(ConsumerSeat seat, ConsumerMember member, Draft draft) {
    Optional<ConsumerMember> former = seat.member();
    if (seat.isNew() || !former.equals(Optional.of(member))) {
      seat.describe(member);
      draft.store(new ConsumerMemberStored(id, seat.id(), Optional.of(member)));
    }
    if (former.map(member::subscribesLike).orElse(false)) {
      sharing.shareIfTopicsChanged().ifPresent(targets -> aim(targets, draft));
    } else {
      share(draft);
    }
  }

  /** Begins a new epoch, since members have come, gone or changed their minds. */
  void share(Draft draft) {
    aim(sharing.share(), draft);
  }

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

  /**
   * Brings a member as far to its target as it can come now.
   *
   * @param owned what it says to read; empty when it does not say
   */
  void reconcile(
      ConsumerSeat seat, Optional<Set<TopicIdPartition>> owned, long nowMillis, Draft draft) {
    CurrentAssignment before = seat.current();
    CurrentAssignment after =
        before.reconcile(
            seat.target(), epoch, owned, partition -> seats.isFreeFor(seat, partition));
    if (!after.equals(before)) {
      move(seat, after, nowMillis, draft);
    }
  }

  void move(ConsumerSeat seat, CurrentAssignment next, long nowMillis, Draft draft) {
    seats.move(seat, next);
    seat.expectRevocation(nowMillis);
    draft.store(new ConsumerCurrentStored(id, seat.id(), Optional.of(next)));
  }

  /** Takes a member out; {@link #share} must follow, or the end of the group. */
  void remove(ConsumerSeat seat, Draft draft) {
    seats.remove(seat);
    draft.store(new ConsumerCurrentStored(id, seat.id(), Optional.empty()));
    draft.store(new ConsumerTargetStored(id, seat.id(), Optional.empty()));
    draft.store(new ConsumerMemberStored(id, seat.id(), Optional.empty()));
  }

  /** All that the log is to hold of the group as it is. */
  List<GroupRecord> records() {
    List<GroupRecord> records = new ArrayList<>();
    for (ConsumerSeat seat : seats.all()) {
      records.add(new ConsumerMemberStored(id, seat.id(), seat.member()));
      records.add(new ConsumerTargetStored(id, seat.id(), Optional.of(seat.target())));
      records.add(new ConsumerCurrentStored(id, seat.id(), Optional.of(seat.current())));
    }
    records.add(new ConsumerEpochStored(id, OptionalInt.of(epoch)));
    records.add(new ConsumerTargetEpochStored(id, OptionalInt.of(epoch)));
    return records;
  }

  /** Ends a group. Returns what is to be stored for that. */
  List<GroupRecord> end() {
    Draft draft = new Draft();
    seats.snapshot().forEach(seat -> remove(seat, draft));
    draft.store(new ConsumerTargetEpochStored(id, OptionalInt.empty()));
    draft.store(new ConsumerEpochStored(id, OptionalInt.empty()));
    return draft.finish().records();
  }
}
