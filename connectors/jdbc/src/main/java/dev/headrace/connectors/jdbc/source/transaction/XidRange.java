package dev.headrace.connectors.jdbc.source.transaction;

import java.util.ArrayList;
import java.util.List;

/** Consecutive numbers of transactions, both ends included; {@code from <= to}. */
public record XidRange(long from, long to) {

  /** The ranges of ascending numbers. */
  static List<XidRange> of(long[] ascending) {
    List<XidRange> ranges = new ArrayList<>();
    for (int i = 0; i < ascending.length; ) {
      int last = i;
      while (last + 1 < ascending.length && ascending[last + 1] == ascending[last] + 1) {
        last++;
      }
      ranges.add(new XidRange(ascending[i], ascending[last]));
      i = last + 1;
    }
    return ranges;
  }

  boolean contains(long xid) {
    return from <= xid && xid <= to;
  }
}
