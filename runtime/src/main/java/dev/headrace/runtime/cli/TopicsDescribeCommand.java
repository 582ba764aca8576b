package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace topics describe}. */
@Command(
    name = "describe",
    description = "Shows a topic's partitions, offsets and settings.",
    mixinStandardHelpOptions = true)
final class TopicsDescribeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeAddress address;

  @Parameters(paramLabel = "TOPIC", description = "Its name.")
  private String topic = "";

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  /** From the first offset to the one behind the last record. */
  private record Range(int partition, long start, long end) {}

  @Override
  public Integer call() {
    KafkaNode node = new KafkaNode(address.bootstrapServers());
    try (Admin admin = node.admin()) {
      TopicDescription description =
          node.answer(admin.describeTopics(List.of(topic)).allTopicNames(), topic).get(topic);
      List<Range> ranges = ranges(node, admin, description);
      Map<String, String> settings = settings(node, admin);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(description, ranges, settings));
      } else {
        print(out, description, ranges, settings);
      }
      out.flush();
    }
    return ExitCode.DONE.code();
  }

  private List<Range> ranges(KafkaNode node, Admin admin, TopicDescription description) {
    List<TopicPartition> partitions =
        description.partitions().stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<TopicPartition, Long> starts = offsets(node, admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(node, admin, partitions, OffsetSpec.latest());
    return partitions.stream()
        .map(
            at -> new Range(at.partition(), starts.getOrDefault(at, 0L), ends.getOrDefault(at, 0L)))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(
      KafkaNode node, Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which));
    return node.answer(admin.listOffsets(wanted).all(), topic).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** Only those that somebody set; the defaults are the node's. */
  private Map<String, String> settings(KafkaNode node, Admin admin) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> settings = new TreeMap<>();
    node
        .answer(admin.describeConfigs(List.of(resource)).all(), topic)
        .get(resource)
        .entries()
        .stream()
        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .forEach(entry -> settings.put(entry.name(), entry.value()));
    return settings;
  }

  private static void print(
      PrintWriter out,
      TopicDescription description,
      List<Range> ranges,
      Map<String, String> settings) {
    out.printf("topic     %s%nid        %s%n", description.name(), description.topicId());
    settings.forEach((key, value) -> out.printf("setting   %s=%s%n", key, value));
    for (Range range : ranges) {
      out.printf("partition %d: offsets %d to %d%n", range.partition(), range.start(), range.end());
    }
  }

  private static ObjectNode json(
      TopicDescription description, List<Range> ranges, Map<String, String> settings) {
    ObjectNode topic = JsonNodeFactory.instance.objectNode();
    topic.put("name", description.name()).put("id", description.topicId().toString());
    settings.forEach(topic.putObject("settings")::put);
    ArrayNode partitions = topic.putArray("partitions");
    for (Range range : ranges) {
      partitions
          .addObject()
          .put("partition", range.partition())
          .put("start", range.start())
          .put("end", range.end());
    }
    return topic;
  }
}
