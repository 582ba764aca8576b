package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.record.TopicIdPartition;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData.Assignment;
import org.apache.kafka.common.protocol.ApiKeys;

/** Keeps a member in its group, and tells it what to read; answers when that is durable. */
final class ConsumerGroupHeartbeatHandler
    implements ApiHandler<ConsumerGroupHeartbeatRequestData, ConsumerGroupHeartbeatResponseData> {

  private final GroupCoordinator groups;

  ConsumerGroupHeartbeatHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.CONSUMER_GROUP_HEARTBEAT;
  }

  @Override
  public Reply<ConsumerGroupHeartbeatResponseData> handle(
      ConsumerGroupHeartbeatRequestData request, RequestContext context) {
    Optional<ConsumerOutcome.Refused> refused =
        ConsumerHeartbeatRules.refuse(request, context.version());
    return refused.isPresent()
        ? Reply.now(toWire(refused.get()))
        : Reply.later(
            groups
                .heartbeat(request.groupId(), fromWire(request, context))
                .thenApply(ConsumerGroupHeartbeatHandler::toWire));
  }

  private static ConsumerHeartbeat fromWire(
      ConsumerGroupHeartbeatRequestData request, RequestContext context) {
    // In version 0 the node names members that have not named themselves.
    String memberId =
        request.memberId().isEmpty() ? UUID.randomUUID().toString() : request.memberId();
    return new ConsumerHeartbeat(
        memberId,
        request.memberEpoch(),
        Optional.ofNullable(request.instanceId()),
        Optional.ofNullable(request.rackId()),
        new JoinRequest.Client(
            context.clientId(), context.connection().remoteAddress().getAddress().toString()),
        request.rebalanceTimeoutMs() < 0
            ? OptionalInt.empty()
            : OptionalInt.of(request.rebalanceTimeoutMs()),
        Optional.ofNullable(request.subscribedTopicNames()).map(Set::copyOf),
        Optional.ofNullable(request.subscribedTopicRegex()),
        Optional.ofNullable(request.serverAssignor()),
        Optional.ofNullable(request.topicPartitions())
            .map(ConsumerGroupHeartbeatHandler::fromWire));
  }

  private static Set<TopicIdPartition> fromWire(List<TopicPartitions> topics) {
    Set<TopicIdPartition> owned = new HashSet<>();
    for (TopicPartitions topic : topics) {
      UUID id = TopicIds.fromWire(topic.topicId());
      topic.partitions().forEach(partition -> owned.add(new TopicIdPartition(id, partition)));
    }
    return owned;
  }

  private static ConsumerGroupHeartbeatResponseData toWire(ConsumerOutcome outcome) {
    ConsumerGroupHeartbeatResponseData response = new ConsumerGroupHeartbeatResponseData();
    return switch (outcome) {
      case ConsumerOutcome.Alive alive ->
          response
              .setMemberId(alive.memberId())
              .setMemberEpoch(alive.memberEpoch())
              .setHeartbeatIntervalMs(alive.heartbeatMillis())
              .setAssignment(
                  alive.assignment().map(ConsumerGroupHeartbeatHandler::toWire).orElse(null));
      case ConsumerOutcome.Gone(String memberId, int memberEpoch) ->
          response.setMemberId(memberId).setMemberEpoch(memberEpoch);
      case ConsumerOutcome.Refused(GroupError error, String message) ->
          response.setErrorCode(GroupErrors.toWire(error).code()).setErrorMessage(message);
    };
  }

  private static Assignment toWire(Set<TopicIdPartition> partitions) {
    Assignment assignment = new Assignment();
    PartitionsByTopic.of(partitions)
        .forEach(
            (topic, numbers) ->
                assignment
                    .topicPartitions()
                    .add(
                        new ConsumerGroupHeartbeatResponseData.TopicPartitions()
                            .setTopicId(TopicIds.toWire(topic))
                            .setPartitions(numbers)));
    return assignment;
  }
}
