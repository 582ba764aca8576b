package dev.headrace.connectors.jdbc.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of rows that are not settled yet: how far they reached at which times, and which of
 * them were delivered. Bounded, so that it fits into a position. One thread.
 */
final class Recent {

  /** So many rows can be delivered before they are settled. */
  static final int ROWS = 256;

  /** About how many marks there are at a time. */
  static final int MARKS = 8;

  /**
   * How far rows reached.
   *
   * @param delivered the hashes of rows at or below {@code top} that were delivered; none of them
   *     in an earlier mark
   */
  record Mark(long millis, String top, List<Long> delivered) {}

  private final Deque<Mark> marks = new ArrayDeque<>();

  /** Delivered since the last mark. */
  private List<Long> delivered = new ArrayList<>();

  /** All that were delivered. */
  private final Set<Long> known = new HashSet<>();

  static Recent parse(String recent, String marks) {
    Recent parsed = new Recent();
    parsed.delivered.addAll(longs(recent));
    if (!marks.isEmpty()) {
      for (String mark : Texts.split(marks)) {
        List<String> parts = Texts.split(mark);
        parsed.marks.add(new Mark(Long.parseLong(parts.get(0)), parts.get(1), longs(parts.get(2))));
      }
    }
    parsed.known.addAll(parsed.delivered);
    parsed.marks.forEach(mark -> parsed.known.addAll(mark.delivered()));
    return parsed;
  }

  /** For {@link JdbcPosition#recent()}. */
  String deliveredText() {
    return text(delivered);
  }

  /** For {@link JdbcPosition#marks()}. */
  String marksText() {
    return marks.isEmpty()
        ? ""
        : Texts.join(
            marks.stream()
                .map(
                    mark ->
                        Texts.join(
                            List.of(
                                Long.toString(mark.millis()), mark.top(), text(mark.delivered()))))
                .toList());
  }

  /**
   * Rows reach up to {@code top} now, and all that were delivered are at or below it. Marks are
   * kept apart far enough that a few cover {@code overlapMillis}.
   */
  void mark(long millis, String top, long overlapMillis) {
    if (marks.isEmpty() || millis - marks.getLast().millis() >= overlapMillis / (MARKS - 2)) {
      marks.add(new Mark(millis, top, delivered));
      delivered = new ArrayList<>();
    }
  }

  /** The latest mark that is at least as old as {@code millis}. */
  Optional<Mark> settled(long millis) {
    Mark settled = null;
    for (Mark mark : marks) {
      if (mark.millis() <= millis) {
        settled = mark;
      }
    }
    return Optional.ofNullable(settled);
  }

  /** Everything up to {@code mark} is delivered and settled. */
  void settle(Mark mark) {
    while (!marks.isEmpty() && marks.getFirst().millis() <= mark.millis()) {
      marks.remove().delivered().forEach(known::remove);
    }
  }

  boolean hasRoom() {
    return known.size() < ROWS;
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  void add(long hash) {
    delivered.add(hash);
    known.add(hash);
  }

  boolean contains(long hash) {
    return known.contains(hash);
  }

  /** FNV-1a in 64 bits. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }

  private static String text(List<Long> hashes) {
    ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * Long.BYTES);
    hashes.forEach(bytes::putLong);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static List<Long> longs(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    List<Long> hashes = new ArrayList<>();
    while (bytes.remaining() >= Long.BYTES) {
      hashes.add(bytes.getLong());
    }
    return hashes;
  }
}
