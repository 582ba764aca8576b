package dev.headrace.compatibility.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from its first record to the end that it has when the reading begins. */
record Reading(KafkaConsumer<String, String> consumer, String topic) {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Each record with its partition and offset, partition by partition. */
  List<String> all() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<Integer, List<String>> found = new TreeMap<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        found.computeIfAbsent(record.partition(), _ -> new ArrayList<>()).add(text(record));
      }
    }
    return found.values().stream().flatMap(List::stream).toList();
  }

  static String text(ConsumerRecord<String, String> record) {
    return "%d/%d %s=%s"
        .formatted(record.partition(), record.offset(), record.key(), record.value());
  }
}
