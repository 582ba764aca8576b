package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.protocol.PartitionLookup.Lookup;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * One produce request on its way: appended on the event loop, its answer completed by the flushes.
 */
final class Production {

  static final short ACKS_ALL = -1;
  static final short ACKS_NONE = 0;
  static final short ACKS_LEADER = 1;

  private static final short FIRST_VERSION_WITH_IDS = 13;

  private final PartitionLookup partitions;
  private final ClientTransactions transactions;
  private final ProduceRequestData request;
  private final short version;
  private final ProduceResponseData response = new ProduceResponseData();
  private final List<CompletableFuture<Void>> flushes = new ArrayList<>(1);

  /** What is part of a transaction, which is appended last, and together. */
  private final List<ProducedBatch> transactional = new ArrayList<>(0);

  Production(
      PartitionLookup partitions,
      ClientTransactions transactions,
      ProduceRequestData request,
      short version) {
    this.partitions = partitions;
    this.transactions = transactions;
    this.request = request;
    this.version = version;
  }

  /** Writes what the request holds. */
  ProduceResponseData append() {
    for (TopicProduceData topic : request.topicData()) {
      TopicProduceResponse answer =
          new TopicProduceResponse().setName(topic.name()).setTopicId(topic.topicId());
      for (PartitionProduceData partition : topic.partitionData()) {
        answer.partitionResponses().add(append(topic, partition));
      }
      response.responses().add(answer);
    }
    if (!transactional.isEmpty()) {
      new TransactionalProduction(transactions, request.transactionalId(), version)
          .write(transactional, this::append);
    }
    return response;
  }

  /** The answer, when all that was appended is durable or has failed. */
  Reply<ProduceResponseData> whenDurable() {
    return switch (flushes.size()) {
      case 0 -> Reply.now(response);
      case 1 -> Reply.later(flushes.getFirst().thenApply(_ -> response));
      default ->
          Reply.later(
              CompletableFuture.allOf(flushes.toArray(CompletableFuture[]::new))
                  .thenApply(_ -> response));
    };
  }

  private PartitionProduceResponse append(TopicProduceData topic, PartitionProduceData partition) {
    PartitionProduceResponse answer = new PartitionProduceResponse().setIndex(partition.index());
    Optional<Refused> refused = refusedAsAWhole();
    if (refused.isPresent()) {
      return refused.get().tell(answer);
    }
    Lookup lookup =
        version >= FIRST_VERSION_WITH_IDS
            ? partitions.byId(topic.topicId(), partition.index())
            : partitions.byName(topic.name(), partition.index());
    return switch (lookup) {
      case Lookup.Missing(var error) -> new Refused(error, error.message()).tell(answer);
      case Lookup.Found(var log) ->
          partition.records() instanceof MemoryRecords records
              ? append(log, records.buffer(), answer)
              : new Refused(Errors.INVALID_RECORD, "there are no records").tell(answer);
    };
  }

  private Optional<Refused> refusedAsAWhole() {
    return switch (request.acks()) {
      case ACKS_ALL, ACKS_LEADER, ACKS_NONE -> Optional.empty();
      default ->
          Optional.of(
              new Refused(
                  Errors.INVALID_REQUIRED_ACKS,
                  "acks is " + request.acks() + ", it can be -1, 0 or 1"));
    };
  }

  private PartitionProduceResponse append(
      PartitionLog log, ByteBuffer records, PartitionProduceResponse answer) {
    if (partitions.isInternal(log.topicPartition().topic())) {
      return new Refused(
              Errors.INVALID_TOPIC_EXCEPTION, "only the node itself writes to this topic")
          .tell(answer);
    }
    Optional<Refused> refused = ProducedBatch.check(records, version);
    if (refused.isPresent()) {
      return refused.get().tell(answer);
    }
    ProducedBatch batch = new ProducedBatch(log, records, answer);
    if (!batch.isTransactional()) {
      append(batch);
      return answer;
    }
    if (request.transactionalId() == null) {
      return new Refused(
              Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
              "a batch of a transaction in a request that names none")
          .tell(answer);
    }
    transactional.add(batch);
    return answer;
  }

  private void append(ProducedBatch batch) {
    switch (batch.log().append(batch.records(), Origin.CLIENT)) {
      case Append.Written written -> {
        if (written instanceof Append.Stored stored) {
          stored.appendMillis().ifPresent(batch.answer()::setLogAppendTimeMs);
        }
        stored(batch.log(), written.baseOffset(), written.endOffset(), batch.answer());
      }
      case Append.Refused(var why, var message) ->
          new Refused(Refused.error(why), message).tell(batch.answer());
    }
  }

  private void stored(
      PartitionLog log, long baseOffset, long endOffset, PartitionProduceResponse answer) {
    answer.setBaseOffset(baseOffset).setLogStartOffset(log.startOffset());
    if (request.acks() == ACKS_ALL) {
      awaitDurable(log, endOffset, answer);
    }
  }

  private void awaitDurable(PartitionLog log, long endOffset, PartitionProduceResponse answer) {
    CompletableFuture<Void> flush = log.durable(endOffset).toCompletableFuture();
    if (flush.isDone() && !flush.isCompletedExceptionally()) {
      return;
    }
    flushes.add(
        flush.exceptionally(
            failure -> {
              new Refused(Errors.KAFKA_STORAGE_ERROR, failure.getMessage()).tell(answer);
              return null;
            }));
  }
}
