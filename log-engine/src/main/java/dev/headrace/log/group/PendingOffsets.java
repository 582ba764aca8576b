package dev.headrace.log.group;

import dev.headrace.log.record.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Offsets that were committed in transactions which are still open, by producer. Nobody sees them
 * before the outcome. Not thread-safe.
 */
final class PendingOffsets {

  private final Map<Long, Map<OffsetKey, PlacedOffset>> byProducer = new HashMap<>();

  void put(long producerId, OffsetKey key, PlacedOffset offset) {
    byProducer.computeIfAbsent(producerId, _ -> new HashMap<>()).put(key, offset);
  }

  /** What lies before a tombstone is not to come back. */
  void drop(OffsetKey key, long tombstoneAt) {
    byProducer
        .values()
        .removeIf(
            offsets -> {
              offsets.computeIfPresent(
                  key, (_, pending) -> pending.at() < tombstoneAt ? null : pending);
              return offsets.isEmpty();
            });
  }

  /** Hands out what a producer has pending, which is not pending any more. */
  void end(long producerId, BiConsumer<OffsetKey, PlacedOffset> each) {
    Map<OffsetKey, PlacedOffset> ended = byProducer.remove(producerId);
    if (ended != null) {
      ended.forEach(each);
    }
  }

  void forEach(BiConsumer<OffsetKey, StoredOffset> each) {
    byProducer
        .values()
        .forEach(offsets -> offsets.forEach((key, pending) -> each.accept(key, pending.offset())));
  }

  /** The partitions for which a group has offsets pending. */
  Set<TopicPartition> of(String group) {
    return byProducer.values().stream()
        .flatMap(offsets -> offsets.keySet().stream())
        .filter(key -> key.group().equals(group))
        .map(OffsetKey::partition)
        .collect(Collectors.toUnmodifiableSet());
  }
}
