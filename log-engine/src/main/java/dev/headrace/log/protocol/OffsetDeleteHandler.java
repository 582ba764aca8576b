package dev.headrace.log.protocol;

import dev.headrace.log.broker.GroupCoordinator;
import dev.headrace.log.broker.OffsetDeletion;
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
import org.apache.kafka.common.protocol.Errors;

/** Drops offsets of a group, those of topics that no member reads; answers when that is durable. */
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
    for (OffsetDeleteRequestTopic topic : request.topics()) {
      for (OffsetDeleteRequestPartition partition : topic.partitions()) {
        partitions.add(new TopicPartition(topic.name(), partition.partitionIndex()));
      }
    }
    return Reply.later(
        groups
            .deleteOffsets(request.groupId(), partitions)
            .thenApply(deletion -> toWire(request, deletion)));
  }

  private static OffsetDeleteResponseData toWire(
      OffsetDeleteRequestData request, OffsetDeletion deletion) {
    OffsetDeleteResponseData response = new OffsetDeleteResponseData();
    if (deletion.refusal().isPresent()) {
      return response.setErrorCode(GroupErrors.code(deletion.refusal()));
    }
    for (OffsetDeleteRequestTopic topic : request.topics()) {
      OffsetDeleteResponseTopic answer = new OffsetDeleteResponseTopic().setName(topic.name());
      for (OffsetDeleteRequestPartition partition : topic.partitions()) {
        int index = partition.partitionIndex();
        Errors error =
            deletion.inUse().contains(new TopicPartition(topic.name(), index))
                ? Errors.GROUP_SUBSCRIBED_TO_TOPIC
                : Errors.NONE;
        answer
            .partitions()
            .add(
                new OffsetDeleteResponsePartition()
                    .setPartitionIndex(index)
                    .setErrorCode(error.code()));
      }
      response.topics().add(answer);
    }
    return response;
  }
}
