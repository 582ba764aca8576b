package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.Opaque;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.SyncRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Takes the leader's assignments, and tells each member its own. */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequestData, SyncGroupResponseData> {

  private final GroupCoordinator groups;

  SyncGroupHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.SYNC_GROUP;
  }

  @Override
  public Reply<SyncGroupResponseData> handle(SyncGroupRequestData request, RequestContext context) {
    Map<String, Opaque> assignments = new HashMap<>();
    for (SyncGroupRequestAssignment each : request.assignments()) {
      assignments.put(each.memberId(), Opaque.of(each.assignment()));
    }
    SyncRequest sync =
        new SyncRequest(
            new MemberIdentity(
                request.memberId(),
                Optional.ofNullable(request.groupInstanceId()),
                request.generationId()),
            Optional.ofNullable(request.protocolType()),
            Optional.ofNullable(request.protocolName()),
            assignments);
    return Reply.later(groups.sync(request.groupId(), sync).thenApply(SyncGroupHandler::toWire));
  }

  private static SyncGroupResponseData toWire(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Synced(var protocolType, var protocol, var assignment) ->
          new SyncGroupResponseData()
              .setProtocolType(protocolType)
              .setProtocolName(protocol)
              .setAssignment(assignment.toByteArray());
      case SyncOutcome.Refused(var error) ->
          new SyncGroupResponseData().setErrorCode(GroupErrors.toWire(error).code());
    };
  }
}
