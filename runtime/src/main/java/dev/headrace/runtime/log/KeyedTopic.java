package dev.headrace.runtime.log;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic that keeps values by key; made when the first one is. Thread-safe: reading
 * takes no lock once the topic is open, changes are made one after the other.
 *
 * <p>All nodes that change a topic do so under one writer's name, and read behind its opening: a
 * commit that is not fenced proves that nobody else changed anything since then. Who is fenced
 * opens anew, and makes the change once more to what is there by then.
 */
public final class KeyedTopic implements AutoCloseable {

  private static final int USUAL_BYTES = 4 * 1024;
  private static final int MAX_ATTEMPTS = 100;
  private static final long MAX_PAUSE_NANOS = 20_000_000;

  private final Log log;
  private final String topic;
  private final WriterId writerId;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Table table;
  private Optional<Writer> writer = Optional.empty();

  public KeyedTopic(Log log, String topic, WriterId writerId, InstantSource clock) {
    this.log = log;
    this.topic = topic;
    this.writerId = writerId;
    this.clock = clock;
  }

  /**
   * A change of what is kept under a key.
   *
   * @param <E> why it is not made
   */
  @FunctionalInterface
  public interface Change<E extends Exception> {
    /** What is to be kept; empty to leave it as it is. */
    Optional<byte[]> of(Optional<ByteBuffer> kept) throws E;
  }

  /** Whether the topic is followed already, so that reading waits for nothing. */
  public boolean isOpen() {
    return table != null;
  }

  /** What is kept under a key, as far as it is known here. */
  public Optional<ByteBuffer> get(ByteBuffer key) {
    Table open = table;
    if (open == null) {
      if (log.topics().find(topic).isEmpty()) {
        return Optional.empty();
      }
      open = open();
    }
    return open.value(key);
  }

  /** Where a key is written by somebody who has a writer of his own; makes the topic. */
  public TopicPartition target(byte[] key) {
    Table open = open();
    return new TopicPartition(
        topic, KeyPartitioner.partition(key, 0, key.length, open.partitions()));
  }

  /** Done when all is known here that was committed before this call. */
  public CompletionStage<Void> caughtUp() {
    return open().caughtUp();
  }

  /** Waits until all is known here that was committed before this call. */
  public void catchUp() {
    if (table != null || log.topics().find(topic).isPresent()) {
      open().caughtUp().toCompletableFuture().join();
    }
  }

  /** Changes what is kept under a key; when it returns this is durable, and known here. */
  public <E extends Exception> void change(byte[] key, Change<E> change) throws E {
    lock.lock();
    try {
      Table open = open();
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        Writer mine = writer();
        open.caughtUp().toCompletableFuture().join();
        Optional<byte[]> value = change.of(open.value(ByteBuffer.wrap(key)));
        if (value.isEmpty()) {
          return;
        }
        if (write(mine, key, value.get())) {
          open.caughtUp().toCompletableFuture().join();
          return;
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
      }
      throw new LogException.Unavailable(
          "others change what is kept in topic " + topic + " all the time",
          new IllegalStateException(MAX_ATTEMPTS + " attempts"));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      writer.ifPresent(Writer::close);
      writer = Optional.empty();
      Table open = table;
      if (open != null) {
        open.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private Table open() {
    lock.lock();
    try {
      Table open = table;
      if (open == null) {
        open = log.table(topic);
        open.caughtUp().toCompletableFuture().join();
        table = open;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  private Writer writer() {
    if (writer.isEmpty()) {
      writer = Optional.of(log.writer(writerId));
    }
    return writer.get();
  }

  /** Whether nobody else wrote since the writer was opened. */
  private boolean write(Writer to, byte[] key, byte[] value) {
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, USUAL_BYTES);
    batch.append(clock.millis(), ByteSlice.of(key), ByteSlice.of(value), List.of());
    try {
      to.append(target(key), batch.build());
      to.commit().toCompletableFuture().join();
      return true;
    } catch (LogException.Fenced another) {
      closeWriter();
      return false;
    } catch (CompletionException failed) {
      closeWriter(); // a writer whose commit failed must be opened anew
      if (failed.getCause() instanceof LogException.Fenced) {
        return false;
      }
      throw failed.getCause() instanceof LogException cause ? cause : failed;
    }
  }

  private void closeWriter() {
    writer.ifPresent(Writer::close);
    writer = Optional.empty();
  }
}
