package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.broker.TransactionalCommit;
import dev.headrace.log.broker.TransactionalOffsets;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Commits offsets of a group as a part of a transaction; answers when they are durable. Nobody sees
 * them before that is committed. Since version 3 a member of the group proves that it still is one
 * (KIP-447); since version 5 the group's partition need not be added before.
 */
final class TxnOffsetCommitHandler
    implements ApiHandler<TxnOffsetCommitRequestData, TxnOffsetCommitResponseData> {

  private static final short FIRST_VERSION_WITH_ABORTABLE = 4;
  private static final short FIRST_VERSION_THAT_ADDS = 5;

  private final ClientTransactions transactions;
  private final TransactionalOffsets offsets;

  TxnOffsetCommitHandler(ClientTransactions transactions, TransactionalOffsets offsets) {
    this.transactions = transactions;
    this.offsets = offsets;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.TXN_OFFSET_COMMIT;
  }

  @Override
  public Reply<TxnOffsetCommitResponseData> handle(
      TxnOffsetCommitRequestData request, RequestContext context) {
    Map<TopicPartition, CommittedOffset> wanted = wanted(request);
    Map<TopicPartition, GroupError> refused = offsets.refuse(wanted);
    Map<TopicPartition, Errors> errors = new HashMap<>();
    refused.forEach((partition, why) -> errors.put(partition, GroupErrors.toWire(why)));
    wanted.keySet().removeAll(refused.keySet());
    if (wanted.isEmpty()) {
      return Reply.now(toWire(request, errors, Errors.NONE));
    }
    if (request.groupId().isEmpty()) {
      return Reply.now(toWire(request, errors, Errors.INVALID_GROUP_ID));
    }
    Commit commit = commit(request, wanted, context.version());
    return Reply.later(
        offsets
            .partitionOf(commit.group())
            .thenCompose(partition -> write(commit, partition, context.version()))
            .exceptionally(_ -> Errors.COORDINATOR_NOT_AVAILABLE)
            .thenApply(outcome -> toWire(request, errors, outcome)));
  }

  /** What is to be written, all in copies of its own. */
  private record Commit(
      Writer writer,
      String group,
      MemberIdentity member,
      Map<TopicPartition, CommittedOffset> offsets) {}

  private static Commit commit(
      TxnOffsetCommitRequestData request,
      Map<TopicPartition, CommittedOffset> wanted,
      short version) {
    return new Commit(
        new Writer(
            request.transactionalId(),
            new ProducerEpoch(request.producerId(), request.producerEpoch()),
            version >= FIRST_VERSION_THAT_ADDS ? TransactionVersion.V2 : TransactionVersion.V0),
        request.groupId(),
        new MemberIdentity(
            request.memberId(),
            Optional.ofNullable(request.groupInstanceId()),
            request.generationId()),
        wanted);
  }

  private CompletionStage<Errors> write(Commit commit, TopicPartition partition, short version) {
    AtomicReference<Optional<TransactionalCommit>> written =
        new AtomicReference<>(Optional.empty());
    Map<TopicPartition, TransactionError> refused =
        transactions.write(
            commit.writer(),
            Set.of(partition),
            _ ->
                written.set(
                    Optional.of(
                        offsets.write(
                            commit.group(),
                            Optional.of(commit.member()),
                            commit.offsets(),
                            commit.writer().producer()))));
    if (refused.containsKey(partition)) {
      return CompletableFuture.completedStage(
          TransactionErrors.ofWrite(
              refused.get(partition), version >= FIRST_VERSION_WITH_ABORTABLE));
    }
    return switch (written.get().orElseThrow()) {
      case TransactionalCommit.Refused(GroupError error) ->
          CompletableFuture.completedStage(GroupErrors.toWire(error));
      case TransactionalCommit.Written(long endOffset) ->
          offsets.durable(commit.group(), endOffset).thenApply(_ -> Errors.NONE);
    };
  }

  private static Map<TopicPartition, CommittedOffset> wanted(TxnOffsetCommitRequestData request) {
    Map<TopicPartition, CommittedOffset> wanted = new HashMap<>();
    for (TxnOffsetCommitRequestTopic topic : request.topics()) {
      for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
        int leaderEpoch = partition.committedLeaderEpoch();
        wanted.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            new CommittedOffset(
                partition.committedOffset(),
                leaderEpoch < 0 ? OptionalInt.empty() : OptionalInt.of(leaderEpoch),
                Objects.requireNonNullElse(partition.committedMetadata(), "")));
      }
    }
    return wanted;
  }

  private static TxnOffsetCommitResponseData toWire(
      TxnOffsetCommitRequestData request, Map<TopicPartition, Errors> errors, Errors outcome) {
    TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
    for (TxnOffsetCommitRequestTopic topic : request.topics()) {
      TxnOffsetCommitResponseTopic answer =
          new TxnOffsetCommitResponseTopic().setName(topic.name());
      for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
        int index = partition.partitionIndex();
        Errors error = errors.getOrDefault(new TopicPartition(topic.name(), index), outcome);
        answer
            .partitions()
            .add(
                new TxnOffsetCommitResponsePartition()
                    .setPartitionIndex(index)
                    .setErrorCode(error.code()));
      }
      response.topics().add(answer);
    }
    return response;
  }
}
