package dev.headrace.connector;

/**
 * Takes the records of one {@link SourceReader#read} call. The bytes given are copied before the
 * method returns, so one buffer serves for all records; {@link #bytes} and {@link #json} create no
 * object per record.
 */
public interface Output<P extends Record> {

  /** One record whose value is these bytes as they are (text is UTF-8); no key, time stamp now. */
  void bytes(byte[] buffer, int from, int length);

  /**
   * One record whose value is these bytes, one whole JSON text in UTF-8; no key, time stamp now.
   */
  void json(byte[] buffer, int from, int length);

  /** One record with all that it can have. */
  void record(SourceRecord record);

  /**
   * Something that should have been a record and is none. What becomes of it (stop, skip, dead
   * letter) is the user's choice and the runtime's work; the reader goes on behind it.
   */
  void reject(Raw raw, Reason why);

  /**
   * Everything emitted so far is covered by {@code covers}: a reader opened there emits what
   * follows.
   */
  void position(P covers);

  /**
   * Whether the reader should return: enough is collected for now. Cheap; ask after each record.
   */
  boolean full();
}
