package dev.headrace.log.protocol;

import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.Fetches;
import dev.headrace.log.broker.ProducerIds;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.storage.Partitions;
import java.util.List;
import java.util.Set;

/**
 * What the APIs that write and read records are made of.
 *
 * @param hiddenTopics that clients neither see nor reach
 */
public record LogApis(
    Node node,
    BrokerSettings settings,
    Topics topics,
    Partitions partitions,
    ProducerIds producerIds,
    ClientTransactions transactions,
    Set<String> hiddenTopics) {

  public LogApis {
    hiddenTopics = Set.copyOf(hiddenTopics);
  }

  /** New handlers for one {@link Dispatcher}. */
  public List<ApiHandler<?, ?>> handlers() {
    PartitionLookup lookup = new PartitionLookup(topics, partitions, hiddenTopics);
    return List.of(
        new MetadataHandler(node, topics, lookup, settings),
        new DescribeClusterHandler(node),
        new InitProducerIdHandler(producerIds, transactions),
        new ProduceHandler(lookup, transactions),
        new FetchHandler(lookup, new Fetches()),
        new ListOffsetsHandler(lookup),
        new OffsetForLeaderEpochHandler(lookup),
        new DeleteRecordsHandler(lookup, partitions));
  }
}
