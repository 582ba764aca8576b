package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.group.MemberIdentity;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Keeps a member in its group, and tells it when it has to join again. */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequestData, HeartbeatResponseData> {

  private final GroupCoordinator groups;

  HeartbeatHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.HEARTBEAT;
  }

  @Override
  public Reply<HeartbeatResponseData> handle(HeartbeatRequestData request, RequestContext context) {
    MemberIdentity member =
        new MemberIdentity(
            request.memberId(),
            Optional.ofNullable(request.groupInstanceId()),
            request.generationId());
    return Reply.now(
        new HeartbeatResponseData()
            .setErrorCode(GroupErrors.code(groups.heartbeat(request.groupId(), member))));
  }
}
