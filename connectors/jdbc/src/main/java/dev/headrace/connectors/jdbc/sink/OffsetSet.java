package dev.headrace.connectors.jdbc.sink;

import java.util.NavigableSet;
import java.util.TreeSet;

/** Offsets as a short text: {@code 7,12-15}. */
final class OffsetSet {

  private OffsetSet() {}

  static String write(NavigableSet<Long> offsets) {
    StringBuilder text = new StringBuilder();
    long from = -1;
    long to = -1;
    for (long offset : offsets) {
      if (from >= 0 && offset == to + 1) {
        to = offset;
      } else {
        range(from, to, text);
        from = offset;
        to = offset;
      }
    }
    range(from, to, text);
    return text.toString();
  }

  static NavigableSet<Long> read(String text) {
    NavigableSet<Long> offsets = new TreeSet<>();
    for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = range.indexOf('-');
      long from = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
      long to = dash < 0 ? from : Long.parseLong(range.substring(dash + 1));
      for (long offset = from; offset <= to; offset++) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  private static void range(long from, long to, StringBuilder text) {
    if (from < 0) {
      return;
    }
    text.append(text.isEmpty() ? "" : ",").append(from);
    if (to > from) {
      text.append('-').append(to);
    }
  }
}
