package dev.headrace.connectors.jdbc.source;

/** The numbers of transactions as rows carry them: the lower 32 bits of those that are counted. */
final class Xids {

  private static final long CYCLE = 1L << 32;

  /** Lower numbers stand for rows that are older than any transaction. */
  private static final long FIRST = 3;

  private Xids() {}

  /**
   * The whole number.
   *
   * @param narrow without sign
   * @param end a whole number that none has reached
   */
  static long widen(long narrow, long end) {
    return narrow < FIRST ? narrow : end - 1 - Math.floorMod(end - 1 - narrow, CYCLE);
  }

  /** As it stands in rows. */
  static long narrow(long whole) {
    return whole & (CYCLE - 1);
  }
}
