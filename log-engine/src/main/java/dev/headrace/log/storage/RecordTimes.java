package dev.headrace.log.storage;

/**
 * Whose time stamps the records of a partition have, and which ones clients may give them (KIP-32,
 * KIP-937); the names in brackets are Kafka's.
 *
 * @param areOfTheLog whether the log stamps each batch with the time at which it is appended
 *     ({@code message.timestamp.type=LogAppendTime})
 * @param mostBeforeMillis how far a client's time stamp may lie in the past ({@code
 *     message.timestamp.before.max.ms}); {@link Long#MAX_VALUE} for any
 * @param mostAfterMillis the same for the future ({@code message.timestamp.after.max.ms})
 */
public record RecordTimes(boolean areOfTheLog, long mostBeforeMillis, long mostAfterMillis) {

  /** Kafka's: those of the clients, however old, and up to an hour into the future. */
  public static final RecordTimes DEFAULTS = new RecordTimes(false, Long.MAX_VALUE, 3_600_000);

  /** Whether any time in the past will do, so that no record need be looked at. */
  boolean isAnyPastTaken() {
    return mostBeforeMillis == Long.MAX_VALUE;
  }

  boolean isTooEarly(long timestampMillis, long nowMillis) {
    return timestampMillis >= 0 && nowMillis - timestampMillis > mostBeforeMillis;
  }

  boolean isTooLate(long timestampMillis, long nowMillis) {
    return timestampMillis - nowMillis > mostAfterMillis;
  }
}
