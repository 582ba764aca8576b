package dev.headrace.log.group;

import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;
import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Partitions by topic, as records of consumer groups have them. */
final class PartitionFields {

  private static final int EPOCHS_TAG = 0;

  private PartitionFields() {}

  static FieldWriter write(FieldWriter fields, Set<TopicIdPartition> partitions) {
    Map<TopicIdPartition, Integer> numbered = new HashMap<>();
    partitions.forEach(it -> numbered.put(it, 0));
    Map<UUID, Map<Integer, Integer>> byTopic = byTopic(numbered);
    fields.compactCount(byTopic.size());
    byTopic.forEach(
        (topic, numbers) -> numbers(fields.uuid(topic), numbers.keySet()).unsignedVarint(0));
    return fields;
  }

  /** With the epoch of each. */
  static void write(FieldWriter fields, Map<TopicIdPartition, Integer> epochs) {
    Map<UUID, Map<Integer, Integer>> byTopic = byTopic(epochs);
    fields.compactCount(byTopic.size());
    byTopic.forEach(
        (topic, numbers) -> {
          byte[] tagged = numbers(new FieldWriter(), numbers.values()).toByteArray();
          numbers(fields.uuid(topic), numbers.keySet())
              .unsignedVarint(1)
              .unsignedVarint(EPOCHS_TAG)
              .unsignedVarint(tagged.length)
              .raw(tagged);
        });
  }

  private static Map<UUID, Map<Integer, Integer>> byTopic(Map<TopicIdPartition, Integer> epochs) {
    Map<UUID, Map<Integer, Integer>> byTopic = new TreeMap<>();
    epochs.forEach(
        (it, epoch) ->
            byTopic.computeIfAbsent(it.topicId(), _ -> new TreeMap<>()).put(it.partition(), epoch));
    return byTopic;
  }

  private static FieldWriter numbers(FieldWriter fields, Collection<Integer> numbers) {
    fields.compactCount(numbers.size());
    numbers.forEach(fields::int32);
    return fields;
  }

  /**
   * @param otherwise the epoch of those that have none of their own
   */
  static Map<TopicIdPartition, Integer> read(FieldReader fields, int otherwise) {
    Map<TopicIdPartition, Integer> read = new HashMap<>();
    int topics = fields.compactCount();
    for (int i = 0; i < topics; i++) {
      UUID topic = fields.uuid();
      List<Integer> numbers = numbers(fields);
      List<Integer> epochs = epochs(fields);
      if (!epochs.isEmpty() && epochs.size() != numbers.size()) {
        throw new IllegalArgumentException(
            epochs.size() + " epochs of " + numbers.size() + " partitions");
      }
      for (int n = 0; n < numbers.size(); n++) {
        read.put(
            new TopicIdPartition(topic, numbers.get(n)),
            epochs.isEmpty() ? otherwise : epochs.get(n));
      }
    }
    return read;
  }

  private static List<Integer> epochs(FieldReader fields) {
    List<Integer> epochs = List.of();
    int tags = fields.unsignedVarint();
    for (int i = 0; i < tags; i++) {
      int tag = fields.unsignedVarint();
      int bytes = fields.unsignedVarint();
      if (tag == EPOCHS_TAG) {
        epochs = numbers(fields);
      } else {
        fields.skip(bytes);
      }
    }
    return epochs;
  }

  private static List<Integer> numbers(FieldReader fields) {
    int count = fields.compactCount();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(fields.int32());
    }
    return numbers;
  }
}
