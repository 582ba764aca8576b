package dev.headrace.connectors.http.sink;

import java.util.BitSet;
import java.util.List;

/**
 * A set of HTTP statuses, written as numbers and ranges.
 *
 * @param statuses not to be changed
 */
record StatusList(BitSet statuses) {

  private static final int LEAST = 100;
  private static final int GREATEST = 599;

  /**
   * Reads the written form, such as {@code 429} and {@code 500-599}.
   *
   * @throws IllegalArgumentException when one is no status and no range of them
   */
  static StatusList parse(List<String> texts) {
    BitSet statuses = new BitSet();
    for (String text : texts) {
      String[] ends = text.split("-", 2);
      int from = status(ends[0]);
      int to = status(ends[ends.length - 1]);
      if (from > to) {
        throw new IllegalArgumentException(text + " is no range");
      }
      statuses.set(from, to + 1);
    }
    return new StatusList(statuses);
  }

  private static int status(String text) {
    int status = text.strip().matches("\\d{3}") ? Integer.parseInt(text.strip()) : 0;
    if (status < LEAST || status > GREATEST) {
      throw new IllegalArgumentException(text.strip() + " is no status");
    }
    return status;
  }

  boolean contains(int status) {
    return status >= 0 && statuses.get(status);
  }

  boolean overlaps(StatusList other) {
    return statuses.intersects(other.statuses);
  }
}
