package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientQuotas;
import dev.headrace.log.broker.GroupConfigs;
import dev.headrace.log.broker.NodeConfigs;
import dev.headrace.log.broker.TopicAlterations;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.storage.DataSpace;
import dev.headrace.log.storage.Partitions;
import java.util.List;
import java.util.Set;

/**
 * What the APIs that administer topics are made of.
 *
 * @param hiddenTopics that clients neither see nor reach
 */
public record AdminApis(
    Node node,
    Topics topics,
    TopicAlterations alterations,
    TopicConfigs topicConfigs,
    NodeConfigs nodeConfigs,
    GroupConfigs groupConfigs,
    ClientQuotas quotas,
    Partitions partitions,
    DataSpace space,
    Set<String> hiddenTopics) {

  public AdminApis {
    hiddenTopics = Set.copyOf(hiddenTopics);
  }

  /** New handlers for one {@link Dispatcher}. */
  public List<ApiHandler<?, ?>> handlers() {
    PartitionLookup lookup = new PartitionLookup(topics, partitions, hiddenTopics);
    ConfigResources resources = new ConfigResources(alterations, groupConfigs, lookup);
    return List.of(
        new CreateTopicsHandler(node, topics, topicConfigs),
        new DeleteTopicsHandler(topics, lookup),
        new CreatePartitionsHandler(node, topics, alterations, lookup),
        new DescribeTopicPartitionsHandler(node, topics, lookup),
        new DescribeConfigsHandler(node, topics, topicConfigs, nodeConfigs, groupConfigs, lookup),
        new ListConfigResourcesHandler(node, topics, groupConfigs, lookup),
        new AlterConfigsHandler(resources),
        new IncrementalAlterConfigsHandler(resources),
        new DescribeLogDirsHandler(topics, lookup, space),
        new DescribeClientQuotasHandler(quotas),
        new AlterClientQuotasHandler(quotas));
  }
}
