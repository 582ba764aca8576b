package dev.headrace.connectors.http.source;

import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import java.io.IOException;
import java.util.Optional;

/**
 * The records of one answer, one after the other, while its body arrives. Memory is bounded by the
 * largest record allowed. Used by one thread.
 */
interface RecordStream {

  /** What was found. */
  enum Found {
    /** A record, in {@link #record()}. */
    RECORD,
    /** Something that is none, in {@link #bad()}; reading goes on behind it. */
    BAD,
    /** As {@code BAD}, and what comes behind it cannot be read. */
    BROKEN,
    /** The end of the answer. */
    END
  }

  /** Something that should have been a record. */
  record Bad(Raw raw, Reason why) {}

  /**
   * Goes on to the next record.
   *
   * @throws IOException when the body cannot be read
   */
  Found next() throws IOException;

  /** The record found, as JSON in UTF-8; valid until the next call of {@link #next}. */
  Slice record();

  /** What was found in its place. */
  Bad bad();

  /** The cursor that stood in the answer beside the records; empty as long as none was found. */
  default Optional<String> cursor() {
    return Optional.empty();
  }
}
