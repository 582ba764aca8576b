package dev.headrace.log.group;

import dev.headrace.log.group.JoinRequest.Abilities;
import dev.headrace.log.group.JoinRequest.Protocol;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** What members of the classic protocol say, in the bytes of Kafka's own clients. */
final class Classics {

  static final int SESSION_MILLIS = 20_000;
  static final int REBALANCE_MILLIS = 7_000;

  private Classics() {}

  /** A member that reads {@code orders}, and nothing yet. */
  static JoinRequest joining(String memberId) {
    return joining(memberId, List.of("range"), Set.of());
  }

  /**
   * @param owned partitions of {@code orders} that it reads on
   */
  static JoinRequest joining(String memberId, List<String> protocols, Set<Integer> owned) {
    Subscription subscription =
        new Subscription(
            List.of("orders"),
            null,
            owned.stream().map(number -> new TopicPartition("orders", number)).toList());
    Opaque metadata = opaque(ConsumerProtocol.serializeSubscription(subscription));
    return new JoinRequest(
        memberId,
        Optional.empty(),
        new JoinRequest.Client("classic", "/127.0.0.1"),
        SESSION_MILLIS,
        REBALANCE_MILLIS,
        "consumer",
        protocols.stream().map(name -> new Protocol(name, metadata)).toList(),
        Abilities.NONE);
  }

  static JoinRequest named(JoinRequest it, String instanceId) {
    return new JoinRequest(
        it.memberId(),
        Optional.of(instanceId),
        it.client(),
        it.sessionTimeoutMillis(),
        it.rebalanceTimeoutMillis(),
        it.protocolType(),
        it.protocols(),
        it.abilities());
  }

  /** Some of the partitions of {@code orders}. */
  static Opaque share(Integer... numbers) {
    return opaque(
        ConsumerProtocol.serializeAssignment(
            new Assignment(
                List.of(numbers).stream()
                    .map(number -> new TopicPartition("orders", number))
                    .toList())));
  }

  static Opaque opaque(ByteBuffer bytes) {
    return Opaque.of(Utils.toArray(bytes));
  }

  static Set<Integer> numbers(Opaque assignment) {
    return Set.copyOf(
        ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(assignment.toByteArray()))
            .partitions()
            .stream()
            .map(TopicPartition::partition)
            .toList());
  }

  /** A stable group of the classic protocol with these members and what each has. */
  static Group group(GroupLimits limits, String protocolType, Map<String, Opaque> shares) {
    List<String> ids = shares.keySet().stream().sorted().toList();
    JoinRequest request = joining("");
    GroupMetadata metadata =
        new GroupMetadata(
            protocolType,
            3,
            Optional.of(new GroupMetadata.Formation("range", ids.getFirst())),
            IntStream.range(0, ids.size())
                .mapToObj(
                    i ->
                        new GroupMetadata.StoredMember(
                            ids.get(i),
                            Optional.empty(),
                            request.client(),
                            REBALANCE_MILLIS,
                            SESSION_MILLIS,
                            request.protocols().getFirst().metadata(),
                            shares.get(ids.get(i))))
                .toList());
    return Group.restore(TestConsumers.GROUP, metadata, limits, name -> name + "-new", 1);
  }
}
