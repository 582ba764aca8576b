package dev.headrace.runtime.log.kafka;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for data in the place of all readers that found nothing, one after the other, on one
 * thread: {@code headrace-idle-readers}, which ends with {@link #close()}. Thread-safe.
 */
final class IdleReaders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IdleReaders.class);
  private static final long PAUSE_NANOS = 20_000_000;

  private final Set<KafkaReader> idle = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean isClosed;

  IdleReaders() {
    thread = Thread.ofPlatform().name("headrace-idle-readers").daemon().start(this::run);
  }

  /** Tells the reader's listener, once, when there is something. */
  void join(KafkaReader reader) {
    if (idle.add(reader)) {
      LockSupport.unpark(thread);
    }
  }

  void leave(KafkaReader reader) {
    idle.remove(reader);
  }

  private void run() {
    while (!isClosed) {
      List.copyOf(idle).forEach(this::look);
      if (idle.isEmpty()) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void look(KafkaReader reader) {
    try {
      if (reader.look() && idle.remove(reader)) {
        reader.callListener();
      }
    } catch (RuntimeException e) {
      LOG.error("a listener of {} failed", reader, e);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
  }
}
