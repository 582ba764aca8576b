package dev.headrace.connector;

import java.util.List;
import java.util.Optional;

/**
 * A cursor over records of one partition in order of their offsets. It stands before the first
 * record; {@link #next()} moves it. It and the {@link Slice}s it gives are valid only until the
 * {@link SinkWriter#write} call returns, and the slices only until the next {@link #next()}.
 */
public interface SinkBatch {

  TopicPartition partition();

  /** Moves to the next record; false behind the last. */
  boolean next();

  /** The offset of this record. */
  long offset();

  /** The time stamp of this record in milliseconds since 1970. */
  long timestampMillis();

  /** The bytes of the value as they are in the log; {@link Slice#isNull()} for a tombstone. */
  Slice valueBytes();

  /** The bytes of the key as they are in the log; {@link Slice#isNull()} for none. */
  Slice keyBytes();

  /**
   * The value in the sink's {@link SinkConnector#valueForm form}; empty for a tombstone. What
   * {@link ValueForm#JSON} and {@link ValueForm#COLUMNS} give stays valid until {@link
   * SinkWriter#write} returns, and typed data for ever.
   */
  Optional<Value> value();

  /** The key in the sink's {@link SinkConnector#keyForm form}; empty for none. */
  Optional<Value> key();

  /** The headers, in order. */
  List<Header> headers();

  /** Goes back before the first record, for a sink that must try a batch again. */
  void rewind();
}
