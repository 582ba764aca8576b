package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.broker.TransactionalOffsets;
import dev.headrace.log.storage.Partitions;
import java.util.List;
import java.util.Set;

/**
 * What the APIs of transactions are made of.
 *
 * @param offsets that groups commit in transactions
 * @param hiddenTopics that clients neither see nor reach
 */
public record TransactionApis(
    ClientTransactions transactions,
    TransactionalOffsets offsets,
    Topics topics,
    Partitions partitions,
    Set<String> hiddenTopics) {

  public TransactionApis {
    hiddenTopics = Set.copyOf(hiddenTopics);
  }

  /** New handlers for one {@link Dispatcher}. */
  public List<ApiHandler<?, ?>> handlers() {
    PartitionLookup lookup = new PartitionLookup(topics, partitions, hiddenTopics);
    return List.of(
        new AddPartitionsToTxnHandler(transactions, lookup),
        new AddOffsetsToTxnHandler(transactions, offsets),
        new TxnOffsetCommitHandler(transactions, offsets),
        new EndTxnHandler(transactions),
        new DescribeTransactionsHandler(transactions),
        new ListTransactionsHandler(transactions),
        new DescribeProducersHandler(lookup),
        new WriteTxnMarkersHandler(transactions, lookup));
  }
}
