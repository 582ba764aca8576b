package dev.headrace.connector;

/**
 * What was found where a record should have been.
 *
 * @param where the place as a user would look for it, such as {@code orders.csv, line 17}
 * @param bytes the bytes found, cut to at most {@value #MAX_BYTES}
 * @param size how many bytes there were before the cut
 */
public record Raw(String where, byte[] bytes, long size) {

  /** The most bytes that are kept. */
  public static final int MAX_BYTES = 64 * 1024;
}
