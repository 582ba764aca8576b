package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.record.TopicPartition;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;

/** Drops offsets of a group that has no members; answers when that is durable. */
final class OffsetDeleteHandler
    implements ApiHandler<OffsetDeleteRequestData, OffsetDeleteResponseData> {

  private final GroupCoordinator groups;

  OffsetDeleteHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.OFFSET_DELETE;
  }

  @Override
  public Reply<OffsetDeleteResponseData> handle(
      OffsetDeleteRequestData request, RequestContext context) {
    Set<TopicPartition> partitions = new HashSet<>();
    OffsetDeleteResponseData done = new OffsetDeleteResponseData();
    for (OffsetDeleteRequestTopic topic : request.topics()) {
      OffsetDeleteResponseTopic answer = new OffsetDeleteResponseTopic().setName(topic.name());
      for (OffsetDeleteRequestPartition partition : topic.partitions()) {
        partitions.add(new TopicPartition(topic.name(), partition.partitionIndex()));
        answer
            .partitions()
            .add(new OffsetDeleteResponsePartition().setPartitionIndex(partition.partitionIndex()));
      }
      done.topics().add(answer);
    }
    return Reply.later(
        groups
            .deleteOffsets(request.groupId(), partitions)
            .thenApply(
                refusal ->
                    refusal.isEmpty()
                        ? done
                        : new OffsetDeleteResponseData().setErrorCode(GroupErrors.code(refusal))));
  }
}
