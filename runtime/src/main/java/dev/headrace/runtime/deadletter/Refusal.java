package dev.headrace.runtime.deadletter;

import dev.headrace.connector.Reason;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import java.util.List;
import java.util.Optional;

/**
 * A record that was refused. Its bytes are valid only for the call that it is given to.
 *
 * @param headers its own
 * @param cause what was thrown; empty when nothing was
 */
public record Refusal(
    Origin origin,
    Stage stage,
    ByteSlice key,
    ByteSlice value,
    List<RecordHeader> headers,
    Reason why,
    Optional<Throwable> cause) {

  public Refusal {
    headers = List.copyOf(headers);
  }

  /** As it is shown to people when it is the last one. */
  Last last(long atMillis) {
    return new Last(origin.where(), why, atMillis);
  }

  /**
   * What is remembered of the refusal that came last.
   *
   * @param where the place as its user would look for it
   * @param atMillis when, in milliseconds since 1970
   */
  public record Last(String where, Reason why, long atMillis) {}
}
