package dev.headrace.log.protocol;

import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Shows the partitions of topics by name, some at a time (KIP-966). */
final class DescribeTopicPartitionsHandler
    implements ApiHandler<DescribeTopicPartitionsRequestData, DescribeTopicPartitionsResponseData> {

  /** Kafka's {@code max.request.partition.size.limit}. */
  private static final int MOST_PARTITIONS = 2000;

  private final Topics topics;
  private final PartitionLookup partitions;
  private final TopicMetadata metadata;

  DescribeTopicPartitionsHandler(Node node, Topics topics, PartitionLookup partitions) {
    this.topics = topics;
    this.partitions = partitions;
    this.metadata = new TopicMetadata(node, partitions);
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_TOPIC_PARTITIONS;
  }

  @Override
  public Reply<DescribeTopicPartitionsResponseData> handle(
      DescribeTopicPartitionsRequestData request, RequestContext context) {
    String from = request.cursor() == null ? "" : request.cursor().topicName();
    int firstPartition = request.cursor() == null ? 0 : request.cursor().partitionIndex();
    int room = Math.clamp(request.responsePartitionLimit(), 1, MOST_PARTITIONS);
    DescribeTopicPartitionsResponseData response = new DescribeTopicPartitionsResponseData();
    for (String name : wanted(request).tailSet(from, true)) {
      if (room == 0) {
        return Reply.now(response.setNextCursor(cursor(name, 0)));
      }
      int first = name.equals(from) ? Math.max(0, firstPartition) : 0;
      DescribeTopicPartitionsResponseTopic topic = describe(name, first, room);
      response.topics().add(topic);
      room -= topic.partitions().size();
      int next = first + topic.partitions().size();
      if (next < partitionsOf(name)) {
        return Reply.now(response.setNextCursor(cursor(name, next)));
      }
    }
    return Reply.now(response);
  }

  /** In order, each once. */
  private NavigableSet<String> wanted(DescribeTopicPartitionsRequestData request) {
    Stream<String> names =
        request.topics().isEmpty()
            ? topics.all().stream().map(Topic::name).filter(name -> !partitions.isHidden(name))
            : request.topics().stream().map(TopicRequest::name);
    return names.collect(Collectors.toCollection(TreeSet::new));
  }

  private int partitionsOf(String name) {
    return partitions.isHidden(name) ? 0 : topics.find(name).map(Topic::partitions).orElse(0);
  }

  private DescribeTopicPartitionsResponseTopic describe(String name, int first, int room) {
    DescribeTopicPartitionsResponseTopic described =
        new DescribeTopicPartitionsResponseTopic().setName(name);
    Topic topic = partitions.isHidden(name) ? null : topics.find(name).orElse(null);
    if (topic == null) {
      return described.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }
    int end = (int) Math.min(topic.partitions(), (long) first + room);
    return described
        .setTopicId(TopicIds.toWire(topic.id()))
        .setIsInternal(topic.internal())
        .setPartitions(
            Stream.iterate(first, index -> index < end, index -> index + 1)
                .map(index -> partition(metadata.partition(name, index)))
                .toList());
  }

  private static DescribeTopicPartitionsResponsePartition partition(
      MetadataResponsePartition partition) {
    return new DescribeTopicPartitionsResponsePartition()
        .setErrorCode(partition.errorCode())
        .setPartitionIndex(partition.partitionIndex())
        .setLeaderId(partition.leaderId())
        .setLeaderEpoch(partition.leaderEpoch())
        .setReplicaNodes(partition.replicaNodes())
        .setIsrNodes(partition.isrNodes())
        .setEligibleLeaderReplicas(List.of())
        .setLastKnownElr(List.of())
        .setOfflineReplicas(partition.offlineReplicas());
  }

  private static Cursor cursor(String topic, int partition) {
    return new Cursor().setTopicName(topic).setPartitionIndex(partition);
  }
}
