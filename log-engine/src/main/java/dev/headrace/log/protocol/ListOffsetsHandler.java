package dev.headrace.log.protocol;

import dev.headrace.log.protocol.PartitionLookup.Lookup;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.util.Optional;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Finds offsets by their place (first, last) or by time. */
final class ListOffsetsHandler
    implements ApiHandler<ListOffsetsRequestData, ListOffsetsResponseData> {

  private static final long LATEST = -1;
  private static final long EARLIEST = -2;
  private static final long MAX_TIMESTAMP = -3;
  private static final long EARLIEST_LOCAL = -4;

  private static final short FIRST_VERSION_WITH_LEADER_EPOCH = 4;
  private static final byte READ_COMMITTED = 1;
  private static final int NONE = -1;

  private final PartitionLookup partitions;

  ListOffsetsHandler(PartitionLookup partitions) {
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.LIST_OFFSETS;
  }

  @Override
  public Reply<ListOffsetsResponseData> handle(
      ListOffsetsRequestData request, RequestContext context) {
    Isolation isolation =
        request.isolationLevel() == READ_COMMITTED
            ? Isolation.READ_COMMITTED
            : Isolation.READ_UNCOMMITTED;
    ListOffsetsResponseData response = new ListOffsetsResponseData();
    for (ListOffsetsTopic topic : request.topics()) {
      ListOffsetsTopicResponse answer = new ListOffsetsTopicResponse().setName(topic.name());
      for (ListOffsetsPartition partition : topic.partitions()) {
        answer.partitions().add(answer(topic.name(), partition, isolation, context.version()));
      }
      response.topics().add(answer);
    }
    return Reply.now(response);
  }

  private ListOffsetsPartitionResponse answer(
      String topic, ListOffsetsPartition partition, Isolation isolation, short version) {
    ListOffsetsPartitionResponse answer =
        new ListOffsetsPartitionResponse().setPartitionIndex(partition.partitionIndex());
    return switch (partitions.byName(topic, partition.partitionIndex())) {
      case Lookup.Missing(var error) -> answer.setErrorCode(error.code());
      case Lookup.Found(var log) -> {
        Errors error = PartitionLookup.checkLeaderEpoch(log, partition.currentLeaderEpoch());
        if (error != Errors.NONE) {
          yield answer.setErrorCode(error.code());
        }
        TimestampedOffset found =
            find(log, partition.timestamp(), isolation)
                .orElseGet(() -> new TimestampedOffset(NONE, NONE));
        answer.setOffset(found.offset()).setTimestamp(found.timestampMillis());
        if (version >= FIRST_VERSION_WITH_LEADER_EPOCH && found.offset() != NONE) {
          answer.setLeaderEpoch(log.leaderEpoch());
        }
        yield answer;
      }
    };
  }

  /** Offsets found by their place have no time stamp. */
  private static Optional<TimestampedOffset> find(
      PartitionLog log, long timestampMillis, Isolation isolation) {
    if (timestampMillis == LATEST) {
      return Optional.of(new TimestampedOffset(end(log, isolation), NONE));
    }
    if (timestampMillis == EARLIEST || timestampMillis == EARLIEST_LOCAL) {
      return Optional.of(new TimestampedOffset(log.startOffset(), NONE));
    }
    if (timestampMillis == MAX_TIMESTAMP) {
      return log.maxTimestamp().filter(found -> found.offset() < end(log, isolation));
    }
    // What is below zero besides concerns tiered storage, which is never here.
    return timestampMillis < 0
        ? Optional.empty()
        : log.offsetForTimestamp(timestampMillis, isolation);
  }

  private static long end(PartitionLog log, Isolation isolation) {
    return isolation == Isolation.READ_COMMITTED ? log.lastStableOffset() : log.highWatermark();
  }
}
