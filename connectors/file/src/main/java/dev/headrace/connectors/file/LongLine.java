package dev.headrace.connectors.file;

import dev.headrace.connector.Raw;
import java.io.ByteArrayOutputStream;

/** The beginning of a line that is too long to be held. Used by one thread. */
final class LongLine {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long size;

  /** Adds the next bytes of the line. */
  void add(byte[] buffer, int from, int length) {
    kept.write(buffer, from, Math.min(length, Raw.MAX_BYTES - kept.size()));
    size += length;
  }

  Raw toRaw(String where) {
    return new Raw(where, kept.toByteArray(), size);
  }
}
