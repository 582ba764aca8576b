package dev.headrace.log.protocol;

import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.storage.DataSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says how much each partition takes of the data directory, and what is left (KIP-827). */
final class DescribeLogDirsHandler
    implements ApiHandler<DescribeLogDirsRequestData, DescribeLogDirsResponseData> {

  private static final long UNKNOWN = -1;

  private final Topics topics;
  private final PartitionLookup partitions;
  private final DataSpace space;

  DescribeLogDirsHandler(Topics topics, PartitionLookup partitions, DataSpace space) {
    this.topics = topics;
    this.partitions = partitions;
    this.space = space;
  }

  @Override
  public ApiKeys api() {
    return ApiKeys.DESCRIBE_LOG_DIRS;
  }

  @Override
  public Reply<DescribeLogDirsResponseData> handle(
      DescribeLogDirsRequestData request, RequestContext context) {
    DescribeLogDirsResult result =
        new DescribeLogDirsResult()
            .setErrorCode(Errors.NONE.code())
            .setLogDir(space.directory().toString())
            .setTopics(request.topics() == null ? all() : named(request))
            .setTotalBytes(UNKNOWN)
            .setUsableBytes(UNKNOWN);
    try {
      result.setTotalBytes(space.totalBytes()).setUsableBytes(space.usableBytes());
    } catch (IOException _) {
      result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
    }
    return Reply.now(new DescribeLogDirsResponseData().setResults(List.of(result)));
  }

  private List<DescribeLogDirsTopic> all() {
    return topics.all().stream()
        .map(topic -> describe(topic.name(), indexesOf(topic)))
        .filter(topic -> !topic.partitions().isEmpty())
        .toList();
  }

  private List<DescribeLogDirsTopic> named(DescribeLogDirsRequestData request) {
    List<DescribeLogDirsTopic> found = new ArrayList<>();
    for (DescribableLogDirTopic topic : request.topics()) {
      DescribeLogDirsTopic described = describe(topic.topic(), topic.partitions());
      if (!described.partitions().isEmpty()) {
        found.add(described);
      }
    }
    return found;
  }

  private static List<Integer> indexesOf(Topic topic) {
    return IntStream.range(0, topic.partitions()).boxed().toList();
  }

  private DescribeLogDirsTopic describe(String topic, List<Integer> indexes) {
    DescribeLogDirsTopic described = new DescribeLogDirsTopic().setName(topic);
    for (int index : indexes) {
      if (partitions.byName(topic, index) instanceof PartitionLookup.Lookup.Found(var log)) {
        described
            .partitions()
            .add(
                new DescribeLogDirsPartition()
                    .setPartitionIndex(index)
                    .setPartitionSize(log.sizeInBytes()));
      }
    }
    return described;
  }
}
