package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Adds partitions to a transaction, all or none; answers when that cannot be forgotten. Up to
 * version 3 clients do so before they write; from version 4 on brokers ask for several
 * transactions, also just whether partitions are part of them.
 */
final class AddPartitionsToTxnHandler
    implements ApiHandler<AddPartitionsToTxnRequestData, AddPartitionsToTxnResponseData> {

  private static final short FIRST_VERSION_WITH_FENCED = 2;
  private static final short FIRST_VERSION_WITH_BATCHES = 4;
  private static final short FIRST_VERSION_WITH_ABORTABLE = 5;

  private final ClientTransactions transactions;
  private final PartitionLookup partitions;

  AddPartitionsToTxnHandler(ClientTransactions transactions, PartitionLookup partitions) {
    this.transactions = transactions;
    this.partitions = partitions;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.ADD_PARTITIONS_TO_TXN;
  }

  @Override
  public Reply<AddPartitionsToTxnResponseData> handle(
      AddPartitionsToTxnRequestData request, RequestContext context) {
    short version = context.version();
    if (version < FIRST_VERSION_WITH_BATCHES) {
      AddPartitionsToTxnTransaction only =
          new AddPartitionsToTxnTransaction()
              .setTransactionalId(request.v3AndBelowTransactionalId())
              .setProducerId(request.v3AndBelowProducerId())
              .setProducerEpoch(request.v3AndBelowProducerEpoch())
              .setTopics(request.v3AndBelowTopics());
      return Reply.later(
          add(only, version)
              .thenApply(
                  result ->
                      new AddPartitionsToTxnResponseData()
                          .setResultsByTopicV3AndBelow(result.topicResults())));
    }
    List<CompletionStage<AddPartitionsToTxnResult>> results =
        request.transactions().stream().map(each -> add(each, version)).toList();
    return Reply.later(
        AllOf.inOrder(results)
            .thenApply(
                all -> {
                  AddPartitionsToTxnResponseData response = new AddPartitionsToTxnResponseData();
                  response.resultsByTransaction().addAll(all);
                  return response;
                }));
  }

  private CompletionStage<AddPartitionsToTxnResult> add(
      AddPartitionsToTxnTransaction transaction, short version) {
    Set<TopicPartition> named = partitionsOf(transaction);
    String id = transaction.transactionalId();
    Map<TopicPartition, Errors> unfit = unfit(named, version);
    if (!unfit.isEmpty()) {
      Map<TopicPartition, Errors> errors = all(named, Errors.OPERATION_NOT_ATTEMPTED);
      errors.putAll(unfit);
      return CompletableFuture.completedStage(result(id, errors));
    }
    Writer writer =
        new Writer(
            id,
            new ProducerEpoch(transaction.producerId(), transaction.producerEpoch()),
            version < FIRST_VERSION_WITH_BATCHES ? TransactionVersion.V0 : TransactionVersion.V2);
    if (transaction.verifyOnly()) {
      Map<TopicPartition, Errors> errors = all(named, Errors.NONE);
      transactions
          .verify(writer, named)
          .forEach((partition, why) -> errors.put(partition, toWire(why, version)));
      return CompletableFuture.completedStage(result(id, errors));
    }
    return transactions
        .add(writer, named)
        .thenApply(refusal -> result(id, all(named, toWire(refusal, version))));
  }

  private Map<TopicPartition, Errors> unfit(Set<TopicPartition> named, short version) {
    Map<TopicPartition, Errors> unfit = new HashMap<>();
    for (TopicPartition partition : named) {
      if (version < FIRST_VERSION_WITH_BATCHES && partitions.isInternal(partition.topic())) {
        unfit.put(partition, Errors.TOPIC_AUTHORIZATION_FAILED);
      } else if (partitions.byName(partition.topic(), partition.partition())
          instanceof PartitionLookup.Lookup.Missing(Errors error)) {
        unfit.put(partition, error);
      }
    }
    return unfit;
  }

  private static Set<TopicPartition> partitionsOf(AddPartitionsToTxnTransaction transaction) {
    Set<TopicPartition> named = new LinkedHashSet<>();
    for (AddPartitionsToTxnTopic topic : transaction.topics()) {
      topic.partitions().forEach(index -> named.add(new TopicPartition(topic.name(), index)));
    }
    return named;
  }

  private static Errors toWire(Optional<TransactionError> refusal, short version) {
    return refusal.map(error -> toWire(error, version)).orElse(Errors.NONE);
  }

  private static Errors toWire(TransactionError error, short version) {
    return TransactionErrors.toWire(
        error, version >= FIRST_VERSION_WITH_FENCED, version >= FIRST_VERSION_WITH_ABORTABLE);
  }

  private static Map<TopicPartition, Errors> all(Set<TopicPartition> named, Errors error) {
    Map<TopicPartition, Errors> all = new HashMap<>();
    named.forEach(partition -> all.put(partition, error));
    return all;
  }

  private static AddPartitionsToTxnResult result(
      String transactionalId, Map<TopicPartition, Errors> errors) {
    AddPartitionsToTxnResult result =
        new AddPartitionsToTxnResult().setTransactionalId(transactionalId);
    errors.forEach(
        (partition, error) -> {
          AddPartitionsToTxnTopicResult topic = result.topicResults().find(partition.topic());
          if (topic == null) {
            topic = new AddPartitionsToTxnTopicResult().setName(partition.topic());
            result.topicResults().mustAdd(topic);
          }
          topic
              .resultsByPartition()
              .mustAdd(
                  new AddPartitionsToTxnPartitionResult()
                      .setPartitionIndex(partition.partition())
                      .setPartitionErrorCode(error.code()));
        });
    return result;
  }
}
