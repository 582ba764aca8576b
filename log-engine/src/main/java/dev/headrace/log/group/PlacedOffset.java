package dev.headrace.log.group;

/**
 * An offset that was committed, and where in the log: of two for the same partition the one that
 * lies behind the other counts, whenever it is decided that they count.
 *
 * @param at -1 where it is not known, as it lies before all that is read now
 */
record PlacedOffset(StoredOffset offset, long at) {

  boolean isBehind(PlacedOffset other) {
    return at > other.at;
  }
}
