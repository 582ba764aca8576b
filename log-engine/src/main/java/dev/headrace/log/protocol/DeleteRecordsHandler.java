package dev.headrace.log.protocol;

import dev.headrace.log.protocol.PartitionLookup.Lookup;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.storage.RecordDeletion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Deletes the first records of partitions; answers when they are gone for ever. */
final class DeleteRecordsHandler
    implements ApiHandler<DeleteRecordsRequestData, DeleteRecordsResponseData> {

  private static final long TO_HIGH_WATERMARK = -1;
  private static final long NONE = -1;

  private final PartitionLookup lookup;
  private final Partitions partitions;

  DeleteRecordsHandler(PartitionLookup lookup, Partitions partitions) {
    this.lookup = lookup;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DELETE_RECORDS;
  }

  @Override
  public Reply<DeleteRecordsResponseData> handle(
      DeleteRecordsRequestData request, RequestContext context) {
    List<CompletionStage<DeleteRecordsPartitionResult>> results = new ArrayList<>();
    List<String> topics = new ArrayList<>();
    for (DeleteRecordsTopic topic : request.topics()) {
      for (DeleteRecordsPartition partition : topic.partitions()) {
        topics.add(topic.name());
        results.add(delete(topic.name(), partition));
      }
    }
    return Reply.later(AllOf.inOrder(results).thenApply(found -> response(topics, found)));
  }

  private static DeleteRecordsResponseData response(
      List<String> topics, List<DeleteRecordsPartitionResult> results) {
    DeleteRecordsResponseData response = new DeleteRecordsResponseData();
    Map<String, DeleteRecordsTopicResult> byName = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      byName
          .computeIfAbsent(
              topics.get(i),
              name -> {
                DeleteRecordsTopicResult topic = new DeleteRecordsTopicResult().setName(name);
                response.topics().add(topic);
                return topic;
              })
          .partitions()
          .add(results.get(i));
    }
    return response;
  }

  private CompletionStage<DeleteRecordsPartitionResult> delete(
      String topic, DeleteRecordsPartition partition) {
    int index = partition.partitionIndex();
    return switch (lookup.byName(topic, index)) {
      case Lookup.Missing(var error) -> failed(index, error);
      case Lookup.Found _ when lookup.isInternal(topic) ->
          failed(index, Errors.INVALID_TOPIC_EXCEPTION);
      case Lookup.Found(var log) ->
          partitions
              .deleteRecords(
                  new TopicPartition(topic, index),
                  partition.offset() == TO_HIGH_WATERMARK
                      ? log.highWatermark()
                      : partition.offset())
              .thenApply(deletion -> result(index, deletion));
    };
  }

  private static DeleteRecordsPartitionResult result(int index, RecordDeletion deletion) {
    return switch (deletion) {
      case RecordDeletion.Deleted(long startOffset) -> result(index, Errors.NONE, startOffset);
      case RecordDeletion.OutOfRange _ -> result(index, Errors.OFFSET_OUT_OF_RANGE, NONE);
      case RecordDeletion.CompactedOnly _ -> result(index, Errors.POLICY_VIOLATION, NONE);
      case RecordDeletion.Unavailable _ -> result(index, Errors.KAFKA_STORAGE_ERROR, NONE);
    };
  }

  private static CompletionStage<DeleteRecordsPartitionResult> failed(int index, Errors error) {
    return CompletableFuture.completedStage(result(index, error, NONE));
  }

  private static DeleteRecordsPartitionResult result(int index, Errors error, long lowWatermark) {
    return new DeleteRecordsPartitionResult()
        .setPartitionIndex(index)
        .setErrorCode(error.code())
        .setLowWatermark(lowWatermark);
  }
}
