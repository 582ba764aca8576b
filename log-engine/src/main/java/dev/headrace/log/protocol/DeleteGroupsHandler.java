package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.protocol.ApiKeys;

/** Deletes groups that have no members, with their offsets; answers when that is durable. */
final class DeleteGroupsHandler
    implements ApiHandler<DeleteGroupsRequestData, DeleteGroupsResponseData> {

  private final GroupCoordinator groups;

  DeleteGroupsHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DELETE_GROUPS;
  }

  @Override
  public Reply<DeleteGroupsResponseData> handle(
      DeleteGroupsRequestData request, RequestContext context) {
    List<CompletionStage<DeletableGroupResult>> results =
        new LinkedHashSet<>(request.groupsNames()).stream().map(this::delete).toList();
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(
                done -> {
                  DeleteGroupsResponseData response = new DeleteGroupsResponseData();
                  response.results().addAll(done);
                  return response;
                }));
  }

  private CompletionStage<DeletableGroupResult> delete(String group) {
    return groups
        .delete(group)
        .thenApply(
            refusal ->
                new DeletableGroupResult()
                    .setGroupId(group)
                    .setErrorCode(GroupErrors.code(refusal)));
  }
}
