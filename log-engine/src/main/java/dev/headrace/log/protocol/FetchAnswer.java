package dev.headrace.log.protocol;

import dev.headrace.log.broker.FetchQuery.Wanted;
import dev.headrace.log.protocol.PartitionLookup.Lookup;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.AbortedTransaction;
import dev.headrace.log.storage.PartitionLog.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * The answer to a fetch while it comes to be: first the partitions that cannot be read, then, with
 * the data, the rest. Event loop of the connection only.
 */
final class FetchAnswer {

  private static final short FIRST_VERSION_WITH_IDS = 13;
  private static final int NO_OFFSET = -1;

  private final FetchResponseData response = new FetchResponseData();
  private final List<Wanted> wanted = new ArrayList<>();

  /** Where the reads of {@link #wanted} go, in the same order. */
  private final List<PartitionData> unread = new ArrayList<>();

  private boolean hasErrors;

  private FetchAnswer() {}

  static FetchAnswer to(FetchRequestData request, short version, PartitionLookup partitions) {
    FetchAnswer answer = new FetchAnswer();
    Set<PartitionLog> seen = new HashSet<>();
    for (FetchTopic topic : request.topics()) {
      FetchableTopicResponse topicResponse =
          new FetchableTopicResponse().setTopic(topic.topic()).setTopicId(topic.topicId());
      for (FetchPartition partition : topic.partitions()) {
        Lookup lookup =
            version >= FIRST_VERSION_WITH_IDS
                ? partitions.byId(topic.topicId(), partition.partition())
                : partitions.byName(topic.topic(), partition.partition());
        // A partition named twice is read once: the answer is not to outgrow the request.
        if (!(lookup instanceof Lookup.Found(var log)) || seen.add(log)) {
          topicResponse.partitions().add(answer.partition(partition, lookup));
        }
      }
      answer.response.responses().add(topicResponse);
    }
    return answer;
  }

  List<Wanted> wanted() {
    return wanted;
  }

  /** Whether there is something to tell that does not wait. */
  boolean hasErrors() {
    return hasErrors;
  }

  private PartitionData partition(FetchPartition partition, Lookup lookup) {
    PartitionData data = new PartitionData().setPartitionIndex(partition.partition());
    return switch (lookup) {
      case Lookup.Missing(var error) -> fail(data, error);
      case Lookup.Found(var log) -> {
        Errors error = PartitionLookup.checkLeaderEpoch(log, partition.currentLeaderEpoch());
        if (error != Errors.NONE) {
          yield fail(data, error);
        }
        wanted.add(new Wanted(log, partition.fetchOffset(), partition.partitionMaxBytes()));
        unread.add(data);
        yield data;
      }
    };
  }

  /** The whole answer. */
  FetchResponseData fill(List<Read> reads) {
    for (int i = 0; i < reads.size(); i++) {
      fill(unread.get(i), reads.get(i));
    }
    return response;
  }

  private void fill(PartitionData data, Read read) {
    switch (read) {
      case Read.Found found ->
          data.setHighWatermark(found.highWatermark())
              .setLastStableOffset(found.lastStableOffset())
              .setLogStartOffset(found.startOffset())
              .setAbortedTransactions(found.aborted().stream().map(FetchAnswer::aborted).toList())
              .setRecords(records(found));
      case Read.OutOfRange(var startOffset, var endOffset) ->
          fail(data, Errors.OFFSET_OUT_OF_RANGE)
              .setLogStartOffset(startOffset)
              .setHighWatermark(endOffset);
      case Read.Unavailable _ -> fail(data, Errors.KAFKA_STORAGE_ERROR);
    }
  }

  private static BaseRecords records(Read.Found found) {
    if (found.slice().length() == 0) {
      found.slice().close();
      return MemoryRecords.EMPTY;
    }
    return new SliceRecords(found.slice());
  }

  private static FetchResponseData.AbortedTransaction aborted(AbortedTransaction transaction) {
    return new FetchResponseData.AbortedTransaction()
        .setProducerId(transaction.producerId())
        .setFirstOffset(transaction.firstOffset());
  }

  private PartitionData fail(PartitionData data, Errors error) {
    hasErrors = true;
    return data.setErrorCode(error.code())
        .setHighWatermark(NO_OFFSET)
        .setRecords(MemoryRecords.EMPTY);
  }
}
