package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.GroupDescription;
import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupMetadata.Formation;
import dev.headrace.log.group.GroupMetadata.StoredMember;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Tells who is in groups. */
final class DescribeGroupsHandler
    implements ApiHandler<DescribeGroupsRequestData, DescribeGroupsResponseData> {

  private static final short FIRST_VERSION_WITH_NOT_FOUND = 6;

  private final GroupCoordinator groups;

  DescribeGroupsHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_GROUPS;
  }

  @Override
  public Reply<DescribeGroupsResponseData> handle(
      DescribeGroupsRequestData request, RequestContext context) {
    DescribeGroupsResponseData response = new DescribeGroupsResponseData();
    for (String group : request.groups()) {
      response
          .groups()
          .add(
              groups
                  .describe(group)
                  .map(DescribeGroupsHandler::toWire)
                  .orElseGet(() -> notFound(group, context.version()))
                  .setGroupId(group));
    }
    return Reply.now(response);
  }

  private static DescribedGroup notFound(String group, short version) {
    DescribedGroup dead = new DescribedGroup().setGroupState("Dead");
    return version < FIRST_VERSION_WITH_NOT_FOUND
        ? dead
        : dead.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
            .setErrorMessage("there is no group " + group);
  }

  private static DescribedGroup toWire(GroupDescription group) {
    GroupMetadata metadata = group.metadata();
    return new DescribedGroup()
        .setGroupState(GroupStates.name(group.state()))
        .setProtocolType(metadata.protocolType())
        .setProtocolData(metadata.formation().map(Formation::protocol).orElse(""))
        .setMembers(metadata.members().stream().map(DescribeGroupsHandler::toWire).toList());
  }

  private static DescribedGroupMember toWire(StoredMember member) {
    return new DescribedGroupMember()
        .setMemberId(member.memberId())
        .setGroupInstanceId(member.instanceId().orElse(null))
        .setClientId(member.client().id())
        .setClientHost(member.client().host())
        .setMemberMetadata(member.subscription().toByteArray())
        .setMemberAssignment(member.assignment().toByteArray());
  }
}
