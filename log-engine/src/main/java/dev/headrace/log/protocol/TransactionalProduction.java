package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.ClientTransactions.Writer;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.Errors;

/**
 * The batches of one produce request that are part of a transaction: appended if they belong to the
 * open one, refused otherwise. From version 12 on they begin it, and add their partitions.
 */
final class TransactionalProduction {

  private static final short FIRST_VERSION_WITH_ABORTABLE = 11;
  private static final short FIRST_VERSION_THAT_ADDS = 12;

  private final ClientTransactions transactions;
  private final String transactionalId;
  private final short version;

  TransactionalProduction(ClientTransactions transactions, String transactionalId, short version) {
    this.transactions = transactions;
    this.transactionalId = transactionalId;
    this.version = version;
  }

  /**
   * @param append is called for each batch that may be appended
   */
  void write(List<ProducedBatch> batches, Consumer<ProducedBatch> append) {
    Map<ProducerEpoch, List<ProducedBatch>> byProducer =
        batches.stream()
            .collect(
                Collectors.groupingBy(
                    ProducedBatch::producer, LinkedHashMap::new, Collectors.toList()));
    byProducer.forEach((producer, theirs) -> write(producer, theirs, append));
  }

  private void write(
      ProducerEpoch producer, List<ProducedBatch> batches, Consumer<ProducedBatch> append) {
    Set<TopicPartition> partitions =
        batches.stream().map(TransactionalProduction::partitionOf).collect(Collectors.toSet());
    Map<TopicPartition, TransactionError> refused =
        transactions.write(
            new Writer(
                transactionalId,
                producer,
                version >= FIRST_VERSION_THAT_ADDS ? TransactionVersion.V2 : TransactionVersion.V0),
            partitions,
            allowed ->
                batches.stream()
                    .filter(batch -> allowed.contains(partitionOf(batch)))
                    .forEach(append));
    for (ProducedBatch batch : batches) {
      TransactionError error = refused.get(partitionOf(batch));
      if (error != null) {
        refusal(error, batch).tell(batch.answer());
      }
    }
  }

  private static TopicPartition partitionOf(ProducedBatch batch) {
    return batch.log().topicPartition();
  }

  private Refused refusal(TransactionError error, ProducedBatch batch) {
    return new Refused(
        toWire(error),
        partitionOf(batch)
            + " takes nothing of "
            + transactionalId
            + " now: "
            + switch (error) {
              case TRANSACTION_ABORTABLE -> "it was not added to the open transaction";
              case CONCURRENT_TRANSACTIONS -> "its last transaction has not ended yet";
              case PRODUCER_FENCED -> "this producer is fenced";
              default -> error.toString();
            });
  }

  /** Older clients retry what they know to be passing, and only that. */
  private Errors toWire(TransactionError error) {
    boolean isPassing =
        error == TransactionError.COORDINATOR_NOT_AVAILABLE
            || (error == TransactionError.CONCURRENT_TRANSACTIONS
                && version < FIRST_VERSION_THAT_ADDS);
    return isPassing
        ? Errors.NOT_ENOUGH_REPLICAS
        : TransactionErrors.ofWrite(error, version >= FIRST_VERSION_WITH_ABORTABLE);
  }
}
