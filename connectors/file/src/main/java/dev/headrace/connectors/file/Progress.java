package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import dev.headrace.connector.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How far each partition of a task has been taken. Used by one thread at a time. */
final class Progress {

  private final Map<TopicPartition, Long> nextOffsets = new LinkedHashMap<>();

  Progress(List<Committed> committed) {
    committed.forEach(place -> nextOffsets.put(place.partition(), place.nextOffset()));
  }

  /** The partitions as they stand, each with its receipt. */
  List<Committed> committed(Function<TopicPartition, String> receipt) {
    return nextOffsets.entrySet().stream()
        .map(
            place ->
                new Committed(
                    place.getKey(), place.getValue(), Optional.of(receipt.apply(place.getKey()))))
        .toList();
  }

  /** Everything up to {@code offset} of the partition is taken. */
  void took(TopicPartition partition, long offset) {
    nextOffsets.put(partition, offset + 1);
  }
}
