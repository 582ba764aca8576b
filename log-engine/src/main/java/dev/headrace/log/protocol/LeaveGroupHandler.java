package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.group.Group.Leaver;
import dev.headrace.log.group.GroupError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.protocol.ApiKeys;

/** Lets members go; from version 3 on several at once, also by their instance's name. */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequestData, LeaveGroupResponseData> {

  private static final short FIRST_VERSION_WITH_BATCHES = 3;

  private final GroupCoordinator groups;

  LeaveGroupHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.LEAVE_GROUP;
  }

  @Override
  public Reply<LeaveGroupResponseData> handle(
      LeaveGroupRequestData request, RequestContext context) {
    boolean several = context.version() >= FIRST_VERSION_WITH_BATCHES;
    List<Leaver> leavers =
        several
            ? request.members().stream()
                .map(
                    each ->
                        new Leaver(each.memberId(), Optional.ofNullable(each.groupInstanceId())))
                .toList()
            : List.of(new Leaver(request.memberId(), Optional.empty()));
    return Reply.later(
        groups
            .leave(request.groupId(), leavers)
            .thenApply(
                outcomes ->
                    several
                        ? new LeaveGroupResponseData().setMembers(toWire(leavers, outcomes))
                        : new LeaveGroupResponseData()
                            .setErrorCode(GroupErrors.code(outcomes.getFirst()))));
  }

  private static List<MemberResponse> toWire(
      List<Leaver> leavers, List<Optional<GroupError>> outcomes) {
    List<MemberResponse> members = new ArrayList<>(leavers.size());
    for (int i = 0; i < leavers.size(); i++) {
      Leaver leaver = leavers.get(i);
      members.add(
          new MemberResponse()
              .setMemberId(leaver.memberId())
              .setGroupInstanceId(leaver.instanceId().orElse(null))
              .setErrorCode(GroupErrors.code(outcomes.get(i))));
    }
    return members;
  }
}
