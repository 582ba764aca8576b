package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import java.util.Optional;

/** Writes values as lines. Used by one thread at a time. */
interface ValueFormat {

  /** The end of the names of files in this format. */
  String extension();

  /**
   * Writes one value and its line feed.
   *
   * @return why the value cannot be written; nothing was written then
   */
  Optional<Reason> write(Slice value, LineOutput out) throws java.io.IOException;
}
