package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.format.AvroText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace topics read}. */
@Command(
    name = "read",
    description = "Prints the records of a topic, as far as they are committed; Avro as JSON.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  headrace topics read orders --max 3",
      "  headrace topics read orders --from end --follow",
      "  headrace topics read orders --partition 0 --from 1200 --json"
    })
final class TopicsReadCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(250);

  @Spec private CommandSpec spec;

  @Mixin private NodeAddress address;

  @Parameters(paramLabel = "TOPIC", description = "Its name.")
  private String topic = "";

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      defaultValue = "beginning",
      description = "beginning, end, or an offset (default ${DEFAULT-VALUE}).")
  private String from = "beginning";

  @Option(names = "--partition", paramLabel = "N", description = "Only this one.")
  private Optional<Integer> partition = Optional.empty();

  @Option(names = "--max", paramLabel = "N", description = "At most so many records.")
  private long max = Long.MAX_VALUE;

  @Option(names = "--follow", description = "Go on with what arrives, until Ctrl-C.")
  private boolean follow;

  @Mixin private RecordFormat format;

  @Override
  public Integer call() {
    KafkaNode node = new KafkaNode(address.bootstrapServers());
    try (Consumer<byte[], byte[]> consumer = node.consumer();
        ConsumedSchemas schemas = new ConsumedSchemas(node::consumer)) {
      List<TopicPartition> partitions = partitions(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      seek(consumer, partitions);
      print(consumer, ends, new AvroText(schemas, topic));
    } catch (KafkaException failed) {
      throw node.failure(failed, topic);
    }
    return ExitCode.DONE.code();
  }

  private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    List<TopicPartition> wanted =
        known.stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .filter(at -> partition.isEmpty() || partition.get() == at.partition())
            .toList();
    if (known.isEmpty()) {
      throw KafkaNode.unknownTopic(topic);
    }
    if (wanted.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          new Reason(
              "topic.partition",
              "Topic %s has no partition %d.".formatted(topic, partition.orElse(0)),
              "It has %d, from 0.".formatted(known.size())));
    }
    return wanted;
  }

  private void seek(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    switch (from) {
      case "beginning" -> consumer.seekToBeginning(partitions);
      case "end" -> consumer.seekToEnd(partitions);
      default -> {
        long offset = offset();
        partitions.forEach(at -> consumer.seek(at, offset));
      }
    }
  }

  private long offset() {
    try {
      return Math.max(0, Long.parseLong(from));
    } catch (NumberFormatException none) {
      throw new CommandFailure(
          ExitCode.WRONG_USAGE,
          new Reason(
              "usage.from",
              "--from is \"" + from + "\".",
              "Write beginning, end, or the number of an offset."),
          none);
    }
  }

  private void print(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, AvroText avro) {
    PrintWriter out = spec.commandLine().getOut();
    long printed = 0;
    while (printed < max && (follow || !atEnd(consumer, ends))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (printed == max) {
          break;
        }
        out.println(format.text(record, avro));
        printed++;
      }
      out.flush();
      if (out.checkError()) {
        return; // Whoever read our output has gone, as `head` does.
      }
    }
  }

  private static boolean atEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
