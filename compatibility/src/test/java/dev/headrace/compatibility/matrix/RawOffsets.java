package dev.headrace.compatibility.matrix;

import dev.headrace.log.server.RawClient;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Commits of members of either protocol, one offset at a time, in any version that knows names. */
final class RawOffsets {

  private RawOffsets() {}

  /**
   * Commits to the topic of the group's name; returns what is answered.
   *
   * @param epoch or generation, as the group counts
   */
  static String commit(
      RawClient client,
      int version,
      String group,
      String memberId,
      int epoch,
      int partition,
      long offset)
      throws IOException {
    OffsetCommitRequestPartition committed =
        new OffsetCommitRequestPartition().setPartitionIndex(partition).setCommittedOffset(offset);
    OffsetCommitRequestTopic topic =
        new OffsetCommitRequestTopic().setName(group).setPartitions(List.of(committed));
    OffsetCommitResponseData answer =
        (OffsetCommitResponseData)
            client.ask(
                ApiKeys.OFFSET_COMMIT,
                version,
                new OffsetCommitRequestData()
                    .setGroupId(group)
                    .setMemberId(memberId)
                    .setGenerationIdOrMemberEpoch(epoch)
                    .setTopics(List.of(topic)));
    return Errors.forCode(answer.topics().getFirst().partitions().getFirst().errorCode()).name();
  }
}
