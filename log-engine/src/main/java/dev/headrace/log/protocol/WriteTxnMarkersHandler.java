package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.transaction.ProducerEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Aborts open transactions for an administrator. Here the node itself is the only one to write
 * markers, so a transaction that is to be aborted in one partition is aborted as a whole, and its
 * producer is fenced; nobody is let commit for a producer.
 */
final class WriteTxnMarkersHandler
    implements ApiHandler<WriteTxnMarkersRequestData, WriteTxnMarkersResponseData> {

  private final ClientTransactions transactions;
  private final PartitionLookup partitions;

  WriteTxnMarkersHandler(ClientTransactions transactions, PartitionLookup partitions) {
    this.transactions = transactions;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.WRITE_TXN_MARKERS;
  }

  @Override
  public Reply<WriteTxnMarkersResponseData> handle(
      WriteTxnMarkersRequestData request, RequestContext context) {
    List<CompletionStage<WritableTxnMarkerResult>> results =
        request.markers().stream().map(this::mark).toList();
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(done -> new WriteTxnMarkersResponseData().setMarkers(done)));
  }

  private CompletionStage<WritableTxnMarkerResult> mark(WritableTxnMarker marker) {
    List<CompletionStage<WritableTxnMarkerTopicResult>> topics = new ArrayList<>();
    for (WritableTxnMarkerTopic topic : marker.topics()) {
      List<CompletionStage<WritableTxnMarkerPartitionResult>> done =
          topic.partitionIndexes().stream()
              .map(index -> mark(marker, topic.name(), index))
              .toList();
      topics.add(
          AllOf.inOrder(done)
              .thenApply(
                  all ->
                      new WritableTxnMarkerTopicResult().setName(topic.name()).setPartitions(all)));
    }
    return AllOf.inOrder(topics)
        .thenApply(
            all -> new WritableTxnMarkerResult().setProducerId(marker.producerId()).setTopics(all));
  }

  private CompletionStage<WritableTxnMarkerPartitionResult> mark(
      WritableTxnMarker marker, String topic, int index) {
    return switch (partitions.byName(topic, index)) {
      case PartitionLookup.Lookup.Missing(Errors error) -> now(index, error);
      case PartitionLookup.Lookup.Found _ when marker.transactionResult() ->
          now(index, Errors.CLUSTER_AUTHORIZATION_FAILED);
      case PartitionLookup.Lookup.Found(PartitionLog log) -> {
        Optional<OpenTransaction> open =
            log.openTransactions().stream()
                .filter(it -> it.producerId() == marker.producerId())
                .findFirst();
        if (open.isEmpty()) {
          yield now(index, Errors.NONE);
        }
        if (open.get().producerEpoch() > marker.producerEpoch()) {
          yield now(index, Errors.INVALID_PRODUCER_EPOCH);
        }
        yield transactions
            .abort(new ProducerEpoch(open.get().producerId(), open.get().producerEpoch()))
            .thenApply(
                refusal ->
                    result(index, refusal.map(TransactionErrors::toWire).orElse(Errors.NONE)));
      }
    };
  }

  private static CompletionStage<WritableTxnMarkerPartitionResult> now(int index, Errors error) {
    return CompletableFuture.completedStage(result(index, error));
  }

  private static WritableTxnMarkerPartitionResult result(int index, Errors error) {
    return new WritableTxnMarkerPartitionResult()
        .setPartitionIndex(index)
        .setErrorCode(error.code());
  }
}
