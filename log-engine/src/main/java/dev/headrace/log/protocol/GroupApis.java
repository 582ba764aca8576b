package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.Topics;
import java.util.List;

/** What the APIs of groups are made of. */
public record GroupApis(Node node, Topics topics, GroupCoordinator groups) {

  /** New handlers for one {@link Dispatcher}. */
  public List<ApiHandler<?, ?>> handlers() {
    return List.of(
        new FindCoordinatorHandler(node),
        new JoinGroupHandler(groups),
        new SyncGroupHandler(groups),
        new HeartbeatHandler(groups),
        new LeaveGroupHandler(groups),
        new OffsetCommitHandler(groups, topics),
        new OffsetFetchHandler(groups, topics),
        new ListGroupsHandler(groups),
        new DescribeGroupsHandler(groups),
        new ConsumerGroupHeartbeatHandler(groups),
        new ConsumerGroupDescribeHandler(groups, topics),
        new OffsetDeleteHandler(groups),
        new DeleteGroupsHandler(groups));
  }
}
