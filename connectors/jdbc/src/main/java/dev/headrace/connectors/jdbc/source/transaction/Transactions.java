package dev.headrace.connectors.jdbc.source.transaction;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of finished transactions: all below a number, but for those that were open. A later set
 * holds all of an earlier one, so what lies between two of them is read exactly once: the rows
 * whose transaction is in the later and not in the earlier.
 *
 * <p>It is no snapshot of the server: a finished transaction may be missing, and comes with the
 * next set. But one that is in the set is finished for everybody. Numbers have 64 bits. Immutable.
 *
 * @param below no transaction from here on is in the set
 * @param open those below that are not in the set either, ascending, none touching the next
 */
public record Transactions(long below, List<XidRange> open) {

  /** No transaction at all. */
  public static final Transactions NONE = new Transactions(0, List.of());

  private static final int RADIX = 36;

  public Transactions {
    open = List.copyOf(open);
  }

  public boolean contains(long xid) {
    if (xid >= below) {
      return false;
    }
    int low = 0;
    int high = open.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      XidRange range = open.get(middle);
      if (range.contains(xid)) {
        return false;
      }
      if (range.from() > xid) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return true;
  }

  /** No transaction below is missing. */
  public long firstMissing() {
    return open.isEmpty() ? below : open.getFirst().from();
  }

  /**
   * The set after this one.
   *
   * @param found taken after this set was
   * @param most how many ranges it may have; when there are more open transactions, some that are
   *     finished wait for a later set
   */
  public Transactions advance(OpenTransactions found, int most) {
    List<XidRange> ranges = XidRange.of(found.open());
    if (ranges.size() <= most) {
      return new Transactions(found.end(), ranges);
    }
    List<XidRange> kept = stillOpen(ranges);
    for (XidRange range : ranges) {
      if (range.to() >= below) {
        long from = Math.max(range.from(), below);
        if (kept.size() >= most) {
          return new Transactions(from, kept);
        }
        kept.add(new XidRange(from, range.to()));
      }
    }
    return new Transactions(found.end(), kept);
  }

  /** The ranges of this set of which something is open yet; they are not cut into more. */
  private List<XidRange> stillOpen(List<XidRange> found) {
    List<XidRange> kept = new ArrayList<>();
    for (XidRange range : open) {
      if (found.stream().anyMatch(each -> each.from() <= range.to() && each.to() >= range.from())) {
        kept.add(range);
      }
    }
    return kept;
  }

  /** As a short text, for a position. */
  public String text() {
    if (equals(NONE)) {
      return "";
    }
    StringBuilder text = new StringBuilder(Long.toString(below, RADIX));
    long last = below;
    for (XidRange range : open.reversed()) {
      text.append(',').append(Long.toString(last - range.to(), RADIX));
      if (range.from() < range.to()) {
        text.append('-').append(Long.toString(range.to() - range.from(), RADIX));
      }
      last = range.from();
    }
    return text.toString();
  }

  /** What {@link #text()} gave. */
  public static Transactions parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    String[] parts = text.split(",");
    long below = Long.parseLong(parts[0], RADIX);
    List<XidRange> open = new ArrayList<>();
    long last = below;
    for (int i = 1; i < parts.length; i++) {
      String[] numbers = parts[i].split("-");
      long to = last - Long.parseLong(numbers[0], RADIX);
      long from = numbers.length > 1 ? to - Long.parseLong(numbers[1], RADIX) : to;
      open.addFirst(new XidRange(from, to));
      last = from;
    }
    return new Transactions(below, open);
  }
}
