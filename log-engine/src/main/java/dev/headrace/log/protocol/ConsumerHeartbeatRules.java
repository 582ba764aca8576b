package dev.headrace.log.protocol;

import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome.Refused;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.assignor.Assignor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat must say at least, which depends on where the member stands (KIP-848, KIP-1082).
 */
final class ConsumerHeartbeatRules {

  private static final short FIRST_VERSION_WITH_OWN_IDS = 1;

  private ConsumerHeartbeatRules() {}

  static Optional<Refused> refuse(ConsumerGroupHeartbeatRequestData request, short version) {
    boolean needsId =
        version >= FIRST_VERSION_WITH_OWN_IDS
            || request.memberEpoch() > ConsumerHeartbeat.JOIN
            || request.memberEpoch() == ConsumerHeartbeat.LEAVE;
    if (needsId && request.memberId().isBlank()) {
      return invalid("MemberId must not be empty");
    }
    if (request.groupId().isBlank()) {
      return invalid("GroupId must not be empty");
    }
    if (isBlank(request.instanceId()) || isBlank(request.rackId())) {
      return invalid("InstanceId and RackId must not be empty where they are given");
    }
    String assignor = request.serverAssignor();
    if (assignor != null && Assignor.named(assignor).isEmpty()) {
      return Optional.of(
          new Refused(
              GroupError.UNSUPPORTED_ASSIGNOR,
              "there is no assignor " + assignor + "; there are " + assignors()));
    }
    return switch (request.memberEpoch()) {
      case ConsumerHeartbeat.JOIN -> refuseJoin(request);
      case ConsumerHeartbeat.LEAVE_FOR_NOW ->
          request.instanceId() == null
              ? invalid("only a member with an InstanceId can leave for now")
              : Optional.empty();
      default ->
          request.memberEpoch() < ConsumerHeartbeat.LEAVE_FOR_NOW
              ? invalid("there is no MemberEpoch " + request.memberEpoch())
              : Optional.empty();
    };
  }

  private static Optional<Refused> refuseJoin(ConsumerGroupHeartbeatRequestData request) {
    if (request.rebalanceTimeoutMs() < 0) {
      return invalid("whoever joins must give its RebalanceTimeoutMs");
    }
    if (request.topicPartitions() == null || !request.topicPartitions().isEmpty()) {
      return invalid("whoever joins must say that it has no TopicPartitions");
    }
    return request.subscribedTopicNames() == null && request.subscribedTopicRegex() == null
        ? invalid("whoever joins must give SubscribedTopicNames or SubscribedTopicRegex")
        : Optional.empty();
  }

  private static boolean isBlank(@Nullable String text) {
    return text != null && text.isBlank();
  }

  private static String assignors() {
    return Arrays.stream(Assignor.values())
        .map(Assignor::wireName)
        .collect(Collectors.joining(" and "));
  }

  private static Optional<Refused> invalid(String message) {
    return Optional.of(new Refused(GroupError.INVALID_REQUEST, message));
  }
}
