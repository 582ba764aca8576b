package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;

/** Makes records of lines. Used by one thread at a time. */
interface LineFormat {

  /** What became of a line. */
  enum Taken {
    /** It ended a record, a bad one, or nothing that counts: a reader may go on behind it. */
    COMPLETE,
    /** The record goes on in the next line. */
    CONTINUES,
    /** The lines taken since the last record are none; only the first of them is to be given up. */
    BROKEN
  }

  /** Where records go. */
  interface Records {
    void bytes(byte[] buffer, int from, int length);

    void json(byte[] buffer, int from, int length);

    /** The bytes where a record should have been. */
    void reject(byte[] buffer, int from, int length, Reason why);
  }

  /** Takes one line without its line feed. */
  Taken take(byte[] buffer, int from, int length, Records records);

  /** Ends a record that {@link Taken#CONTINUES continues} where there is no next line to take. */
  default void breakOff(Records records) {}

  /** Forgets a record that continues: its lines will be given again. */
  default void forget() {}

  /** Whether the format must see the first row of the file before any other. */
  default boolean wantsHeader() {
    return false;
  }
}
