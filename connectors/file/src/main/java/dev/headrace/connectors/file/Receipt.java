package dev.headrace.connectors.file;

import dev.headrace.connector.Committed;
import java.util.Optional;

/**
 * What the sink stores with the offsets: the file that is being written, and its length, written
 * {@code name:length}.
 */
record Receipt(String name, long length) {

  /** Reads a receipt; empty when none was stored, or when it says that no file was begun. */
  static Optional<Receipt> of(Committed committed) {
    return committed.receipt().filter(text -> !text.equals(NO_FILE)).map(Receipt::parse);
  }

  /** Says that everything before is in files that are complete. */
  static final String NO_FILE = "-";

  private static Receipt parse(String text) {
    int colon = text.lastIndexOf(':');
    return new Receipt(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return name + ":" + length;
  }
}
