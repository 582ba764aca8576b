package dev.headrace.runtime.log;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The last committed value of each key of a compacted topic, kept up to date in the background.
 * Thread-safe.
 */
public interface Table extends AutoCloseable {

  String topic();

  /** How many partitions the topic has. */
  int partitions();

  /** Done when everything that was committed before this call is in the table. */
  CompletionStage<Void> caughtUp();

  /** A copy of what is there: keys and values as read-only bytes, without tombstones. */
  Map<ByteBuffer, ByteBuffer> entries();

  /** What is there under a key, as read-only bytes: the same object until it is written again. */
  Optional<ByteBuffer> value(ByteBuffer key);

  @Override
  void close();
}
