package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import dev.headrace.connector.SinkBatch;
import java.io.IOException;
import java.util.Optional;

/** Writes values as lines. Used by one thread at a time. */
interface ValueFormat {

  /** The end of the names of files in this format. */
  String extension();

  /**
   * Writes the value of the record at which the batch stands, and its line feed.
   *
   * @return why the value cannot be written; nothing was written then
   */
  Optional<Reason> write(SinkBatch batch, LineOutput out) throws IOException;
}
