package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is in a consumer group, and who has which partition; in the order of ids. Belongs to its
 * group's thread.
 */
final class ConsumerSeats {

  private final Map<String, ConsumerSeat> byId = new TreeMap<>();
  private final Map<TopicIdPartition, String> owners = new HashMap<>();

  void add(ConsumerSeat seat) {
    byId.put(seat.id(), seat);
    own(seat);
  }

  void remove(ConsumerSeat seat) {
    byId.remove(seat.id());
    disown(seat);
  }

  /** Takes over what a member may read now. */
  void move(ConsumerSeat seat, CurrentAssignment next) {
    disown(seat);
    seat.take(next);
    own(seat);
  }

  private void own(ConsumerSeat seat) {
    seat.current().assigned().keySet().forEach(it -> owners.put(it, seat.id()));
    seat.current().revoking().keySet().forEach(it -> owners.put(it, seat.id()));
  }

  private void disown(ConsumerSeat seat) {
    seat.current().assigned().keySet().forEach(it -> owners.remove(it, seat.id()));
    seat.current().revoking().keySet().forEach(it -> owners.remove(it, seat.id()));
  }

  /** Whether no other member has the partition. */
  boolean isFreeFor(ConsumerSeat seat, TopicIdPartition partition) {
    return owners.getOrDefault(partition, seat.id()).equals(seat.id());
  }

  Optional<ConsumerSeat> find(String memberId) {
    return Optional.ofNullable(byId.get(memberId));
  }

  Optional<ConsumerSeat> findInstance(String instanceId) {
    return byId.values().stream()
        .filter(seat -> seat.instanceId().equals(Optional.of(instanceId)))
        .findFirst();
  }

  Collection<ConsumerSeat> all() {
    return byId.values();
  }

  /** Those for which {@code all} may be changed meanwhile. */
  List<ConsumerSeat> snapshot() {
    return List.copyOf(byId.values());
  }

  /** Whether there are members, and none speaks the consumer protocol. */
  boolean areClassic() {
    return !byId.isEmpty() && byId.values().stream().allMatch(seat -> seat.classic().isPresent());
  }

  ConsumerGroupState stateIn(int epoch) {
    if (byId.isEmpty()) {
      return ConsumerGroupState.EMPTY;
    }
    return byId.values().stream()
            .allMatch(
                seat ->
                    seat.current().epoch() == epoch
                        && seat.current().state() == CurrentAssignment.State.STABLE)
        ? ConsumerGroupState.STABLE
        : ConsumerGroupState.RECONCILING;
  }

  int size() {
    return byId.size();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  int sizeInBytes() {
    return byId.values().stream()
        .mapToInt(seat -> seat.member().map(ConsumerMember::sizeInBytes).orElse(0))
        .sum();
  }

  /** When the first member is out; {@link Long#MAX_VALUE} for never. */
  long nextDeadlineMillis() {
    return byId.values().stream()
        .mapToLong(ConsumerSeat::deadlineMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
