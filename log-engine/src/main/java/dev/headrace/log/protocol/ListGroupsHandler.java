package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.GroupListing;
import dev.headrace.log.broker.GroupListing.Standing;
import dev.headrace.log.group.ConsumerGroupState;
import dev.headrace.log.group.GroupState;
import java.util.List;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;

/** Lists the groups, all or those in some states; all are of the classic type. */
final class ListGroupsHandler implements ApiHandler<ListGroupsRequestData, ListGroupsResponseData> {

  private final GroupCoordinator groups;

  ListGroupsHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.LIST_GROUPS;
  }

  @Override
  public Reply<ListGroupsResponseData> handle(
      ListGroupsRequestData request, RequestContext context) {
    ListGroupsResponseData response = new ListGroupsResponseData();
    groups.list().stream()
        .map(ListGroupsHandler::toWire)
        .filter(group -> passes(group.groupType(), request.typesFilter()))
        .filter(group -> passes(group.groupState(), request.statesFilter()))
        .forEach(response.groups()::add);
    return Reply.now(response);
  }

  /** An empty filter lets all pass. */
  private static boolean passes(String value, List<String> filter) {
    return filter.isEmpty() || filter.stream().anyMatch(value::equalsIgnoreCase);
  }

  private static ListedGroup toWire(GroupListing group) {
    ListedGroup listed =
        new ListedGroup().setGroupId(group.id()).setProtocolType(group.protocolType());
    return switch (group.standing()) {
      case Standing.Classic(GroupState state) ->
          listed.setGroupState(GroupStates.name(state)).setGroupType("classic");
      case Standing.Consumer(ConsumerGroupState state) ->
          listed.setGroupState(GroupStates.name(state)).setGroupType("consumer");
    };
  }
}
