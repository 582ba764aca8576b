package dev.headrace.connectors.jdbc.source;

import java.util.Optional;

/**
 * A place in a table or query.
 *
 * @param course how rows are chosen, such as {@code incrementing id}: positions of another course
 *     mean nothing
 * @param at the order columns of the last row of the scan under way; empty between scans
 * @param segment which segment of the scan {@code at} is in
 * @param floor rows at or below it are all delivered, and no others will appear there
 * @param split parts the rows that {@code low} is about from those that {@code high} is about
 * @param low the transactions whose rows up to {@code split} are delivered
 * @param high the transactions whose rows behind {@code split} are delivered
 * @param target the transactions whose rows the scan under way delivers
 * @param origin tells the database from another one that takes its place
 * @param recent rows delivered above {@code floor}, by hash
 * @param marks how far the rows reached at which times
 * @param complete whether everything was read; further reading begins anew
 * @param millis when a run was completed, since 1970
 */
public record JdbcPosition(
    String course,
    Optional<String> at,
    int segment,
    Optional<String> floor,
    Optional<String> split,
    String low,
    String high,
    String target,
    String origin,
    String recent,
    String marks,
    boolean complete,
    long millis) {

  /** The beginning of {@code course}. */
  static JdbcPosition begin(String course) {
    return new JdbcPosition(
        course,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        "",
        "",
        "",
        "",
        false,
        0);
  }

  /** Between scans, or behind the row with the key {@code newAt}. */
  JdbcPosition withAt(Optional<String> newAt) {
    return new JdbcPosition(
        course, newAt, segment, floor, split, low, high, target, origin, recent, marks, complete,
        millis);
  }

  JdbcPosition withSegment(int newSegment) {
    return new JdbcPosition(
        course,
        at,
        newSegment,
        floor,
        split,
        low,
        high,
        target,
        origin,
        recent,
        marks,
        complete,
        millis);
  }

  JdbcPosition withFloor(Optional<String> newFloor) {
    return new JdbcPosition(
        course, at, segment, newFloor, split, low, high, target, origin, recent, marks, complete,
        millis);
  }

  JdbcPosition withSplit(Optional<String> newSplit) {
    return new JdbcPosition(
        course, at, segment, floor, newSplit, low, high, target, origin, recent, marks, complete,
        millis);
  }

  /** What is delivered up to {@code split} and behind it, and what is being delivered. */
  JdbcPosition withTransactions(String newLow, String newHigh, String newTarget) {
    return new JdbcPosition(
        course, at, segment, floor, split, newLow, newHigh, newTarget, origin, recent, marks,
        complete, millis);
  }

  JdbcPosition withOrigin(String newOrigin) {
    return new JdbcPosition(
        course, at, segment, floor, split, low, high, target, newOrigin, recent, marks, complete,
        millis);
  }

  JdbcPosition withRecent(String newRecent, String newMarks) {
    return new JdbcPosition(
        course, at, segment, floor, split, low, high, target, origin, newRecent, newMarks, complete,
        millis);
  }

  /** Everything was read, at {@code newMillis}. */
  JdbcPosition completed(long newMillis) {
    return new JdbcPosition(
        course,
        Optional.empty(),
        segment,
        floor,
        split,
        low,
        high,
        target,
        origin,
        recent,
        marks,
        true,
        newMillis);
  }
}
