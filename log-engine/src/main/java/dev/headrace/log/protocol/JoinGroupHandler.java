package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.Opaque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.protocol.ApiKeys;

/** Takes a member into a group; answers when the group's next generation is known. */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequestData, JoinGroupResponseData> {

  private static final short FIRST_VERSION_WITH_GIVEN_IDS = 4;
  private static final short FIRST_VERSION_WITH_NULL_PROTOCOL = 7;
  private static final short FIRST_VERSION_WITH_SKIPPED_ASSIGNMENT = 9;

  private final GroupCoordinator groups;

  JoinGroupHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.JOIN_GROUP;
  }

  @Override
  public Reply<JoinGroupResponseData> handle(JoinGroupRequestData request, RequestContext context) {
    return Reply.later(
        groups
            .join(request.groupId(), fromWire(request, context))
            .thenApply(outcome -> toWire(outcome, context.version())));
  }

  private static JoinRequest fromWire(JoinGroupRequestData request, RequestContext context) {
    List<JoinRequest.Protocol> protocols =
        request.protocols().stream()
            .map(each -> new JoinRequest.Protocol(each.name(), Opaque.of(each.metadata())))
            .toList();
    int rebalanceTimeoutMillis =
        request.rebalanceTimeoutMs() < 0
            ? request.sessionTimeoutMs()
            : request.rebalanceTimeoutMs();
    return new JoinRequest(
        request.memberId(),
        Optional.ofNullable(request.groupInstanceId()),
        new JoinRequest.Client(
            context.clientId(), context.connection().remoteAddress().getAddress().toString()),
        request.sessionTimeoutMs(),
        rebalanceTimeoutMillis,
        request.protocolType(),
        protocols,
        new JoinRequest.Abilities(
            context.version() >= FIRST_VERSION_WITH_GIVEN_IDS,
            context.version() >= FIRST_VERSION_WITH_SKIPPED_ASSIGNMENT));
  }

  private static JoinGroupResponseData toWire(JoinOutcome outcome, short version) {
    return switch (outcome) {
      case JoinOutcome.Joined joined ->
          new JoinGroupResponseData()
              .setMemberId(joined.memberId())
              .setGenerationId(joined.generation())
              .setProtocolType(joined.protocolType())
              .setProtocolName(joined.protocol())
              .setLeader(joined.leader())
              .setSkipAssignment(joined.assignment() == JoinOutcome.Assigning.SKIPPED)
              .setMembers(joined.members().stream().map(JoinGroupHandler::toWire).toList());
      case JoinOutcome.Refused(var error, var memberId) ->
          new JoinGroupResponseData()
              .setErrorCode(GroupErrors.toWire(error).code())
              .setMemberId(memberId)
              .setProtocolName(version >= FIRST_VERSION_WITH_NULL_PROTOCOL ? null : "");
    };
  }

  private static JoinGroupResponseMember toWire(JoinOutcome.Participant participant) {
    return new JoinGroupResponseMember()
        .setMemberId(participant.memberId())
        .setGroupInstanceId(participant.instanceId().orElse(null))
        .setMetadata(participant.metadata().toByteArray());
  }
}
