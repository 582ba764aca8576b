package dev.headrace.runtime.deadletter;

import dev.headrace.log.record.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters for records that the sink's next commit may not cover: written before it does, they would
 * be written again after a crash. The task's thread only.
 */
final class HeldLetters {

  /** A sink that claims nothing for so long has its letters written, perhaps twice. */
  static final long MAX_BYTES = 8 * 1024 * 1024;

  private final Map<TopicPartition, ArrayDeque<Held>> byPartition = new HashMap<>();
  private long bytes;

  private record Held(long offset, Letter letter) {}

  /** Keeps a letter; those of a partition come in order of their offsets. */
  void hold(TopicPartition partition, long offset, Letter letter) {
    byPartition.computeIfAbsent(partition, _ -> new ArrayDeque<>()).add(new Held(offset, letter));
    bytes += letter.sizeInBytes();
  }

  boolean areTooMany() {
    return bytes > MAX_BYTES;
  }

  /** Gives up those of a partition below an offset. */
  List<Letter> take(TopicPartition partition, long below) {
    List<Letter> taken = new ArrayList<>();
    ArrayDeque<Held> held = byPartition.getOrDefault(partition, new ArrayDeque<>());
    while (!held.isEmpty() && held.peek().offset() < below) {
      Letter letter = held.poll().letter();
      bytes -= letter.sizeInBytes();
      taken.add(letter);
    }
    return taken;
  }

  /** Gives up all. */
  List<Letter> takeAll() {
    return byPartition.keySet().stream()
        .flatMap(partition -> take(partition, Long.MAX_VALUE).stream())
        .toList();
  }
}
