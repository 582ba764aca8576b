package dev.headrace.log.protocol;

import dev.headrace.log.protocol.PartitionLookup.Lookup;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Says where the records of a leader epoch end, so that a consumer finds out whether what it has
 * read is still there (KIP-320).
 */
final class OffsetForLeaderEpochHandler
    implements ApiHandler<OffsetForLeaderEpochRequestData, OffsetForLeaderEpochResponseData> {

  private final PartitionLookup partitions;

  OffsetForLeaderEpochHandler(PartitionLookup partitions) {
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.OFFSET_FOR_LEADER_EPOCH;
  }

  @Override
  public Reply<OffsetForLeaderEpochResponseData> handle(
      OffsetForLeaderEpochRequestData request, RequestContext context) {
    OffsetForLeaderEpochResponseData response = new OffsetForLeaderEpochResponseData();
    for (OffsetForLeaderTopic topic : request.topics()) {
      OffsetForLeaderTopicResult result = new OffsetForLeaderTopicResult().setTopic(topic.topic());
      for (OffsetForLeaderPartition partition : topic.partitions()) {
        result.partitions().add(answer(topic.topic(), partition));
      }
      response.topics().add(result);
    }
    return Reply.now(response);
  }

  private EpochEndOffset answer(String topic, OffsetForLeaderPartition partition) {
    EpochEndOffset answer = new EpochEndOffset().setPartition(partition.partition());
    return switch (partitions.byName(topic, partition.partition())) {
      case Lookup.Missing(var error) -> answer.setErrorCode(error.code());
      case Lookup.Found(var log) -> {
        Errors error = PartitionLookup.checkLeaderEpoch(log, partition.currentLeaderEpoch());
        if (error != Errors.NONE) {
          yield answer.setErrorCode(error.code());
        }
        log.endOfEpoch(partition.leaderEpoch())
            .ifPresent(
                end -> answer.setLeaderEpoch(end.leaderEpoch()).setEndOffset(end.endOffset()));
        yield answer;
      }
    };
  }
}
