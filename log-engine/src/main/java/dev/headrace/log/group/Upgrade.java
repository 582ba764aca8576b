package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a classic group when somebody joins by the consumer protocol (KIP-848): the
 * generation is the epoch, and each member has what it was assigned. The classic group itself is
 * not touched.
 */
public sealed interface Upgrade {

  /**
   * It can go over.
   *
   * @param group with the same members; the one that joins is not in yet
   * @param records to be stored with whatever comes next of the group, and before it
   */
  record Ready(ConsumerGroup group, List<GroupRecord> records) implements Upgrade {

    public Ready {
      records = List.copyOf(records);
    }
  }

  /** It stays as it is. */
  record Refused(String why) implements Upgrade {}

  /** Likewise. */
  static Upgrade of(
      String id,
      Generations generations,
      GroupLimits limits,
      ConsumerTopics topics,
      long nowMillis) {
    if (!limits.migration().upgrades()) {
      return new Refused("migration to the consumer protocol is disabled");
    }
    if (!generations.protocolType().equals(ClassicTerms.PROTOCOL_TYPE)) {
      return new Refused("its members are not consumers");
    }
    List<ConsumerSeat> seats = new ArrayList<>();
    for (Member member : generations.members().all()) {
      Optional<ClassicSubscription> subscription = ClassicTerms.subscription(member.protocols());
      Optional<ClassicAssignment> assignment = ClassicAssignment.read(member.assignment());
      if (subscription.isEmpty() || assignment.isEmpty()) {
        return new Refused("what member " + member.id() + " says or is assigned makes no sense");
      }
      if (assignment.get().extras() == ClassicAssignment.Extras.SOME) {
        return new Refused("a custom assignor is in use, whose data would be lost");
      }
      ConsumerSeat seat = new ConsumerSeat(member.id());
      seat.describe(member.goOver(subscription.get()));
      seat.settle(
          generations.state().generation(), identified(assignment.get().partitions(), topics));
      seat.keepAlive(nowMillis + member.sessionTimeoutMillis());
      seats.add(seat);
    }
    int epoch = generations.state().generation();
    ConsumerGroup group = ConsumerGroup.of(id, epoch, seats, limits, topics);
    List<GroupRecord> records = new ArrayList<>();
    records.add(new GroupRecord.GroupStored(id, Optional.empty()));
    records.addAll(group.records());
    return new Ready(group, records);
  }

  private static Set<TopicIdPartition> identified(
      Map<String, Set<Integer>> partitions, ConsumerTopics topics) {
    Set<TopicIdPartition> identified = new HashSet<>();
    new HashMap<>(partitions)
        .forEach(
            (topic, numbers) ->
                topics
                    .idOf(topic)
                    .ifPresent(
                        id -> numbers.forEach(it -> identified.add(new TopicIdPartition(id, it)))));
    return identified;
  }
}
