package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong in a test's connector, by the method in which it does. */
final class Incidents {

  /** What a method answers. */
  enum Answer {
    ITS_OWN,
    NULL,
    /** A reader says that there is more, and gives nothing. */
    MORE_OF_NOTHING
  }

  /** Something that goes wrong. */
  @FunctionalInterface
  interface Incident {
    Answer happen() throws ConnectorException;
  }

  private final Map<String, Incident> byMethod = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  Incidents in(String method, Incident incident) {
    byMethod.put(method, incident);
    return this;
  }

  void over(String method) {
    byMethod.remove(method);
  }

  int calls(String method) {
    return calls.computeIfAbsent(method, _ -> new AtomicInteger()).get();
  }

  Answer happen(String method) throws ConnectorException {
    calls.computeIfAbsent(method, _ -> new AtomicInteger()).incrementAndGet();
    return byMethod.getOrDefault(method, () -> Answer.ITS_OWN).happen();
  }

  void happenUnchecked(String method) {
    try {
      happen(method);
    } catch (ConnectorException checked) {
      throw new IllegalStateException(checked);
    }
  }

  static Incident throwing(RuntimeException fault) {
    return () -> {
      throw fault;
    };
  }

  static Incident error() {
    return () -> {
      throw new LinkageError("a class is missing");
    };
  }

  /** As when memory is used up; it really is only for a moment. */
  static Incident outOfMemory() {
    return () -> {
      byte[][] all = new byte[Integer.MAX_VALUE][];
      throw new OutOfMemoryError("there was room for " + all.length);
    };
  }

  static Incident tooDeep() {
    return () -> {
      throw new StackOverflowError("too deep: " + depth(0));
    };
  }

  private static long depth(long from) {
    return from < 0 ? from : depth(from + 1) + 1;
  }

  /** Leaves its thread interrupted, and goes on. */
  static Incident interrupting() {
    return () -> {
      Thread.currentThread().interrupt();
      return Answer.ITS_OWN;
    };
  }

  /** Refuses a batch where there is none. */
  static Incident refusing() {
    return () -> {
      throw ConnectorException.refusedBatch(
          new Reason("test.refused", "It is refused.", "Mend it."), new Exception("refused"));
    };
  }

  static Incident awayFromHome() {
    return () -> {
      throw ConnectorException.transientFailure(
          new Reason("test.away", "The far side is away.", "Start it."), new Exception("away"));
    };
  }

  static Incident misconfigured() {
    return () -> {
      throw ConnectorException.wrongConfiguration(
          new Reason("test.wrong", "The path is wrong.", "Correct it."));
    };
  }

  static Incident spinning() {
    return () -> Answer.MORE_OF_NOTHING;
  }

  static Incident nothing() {
    return () -> Answer.NULL;
  }

  /** Waits until it is interrupted. */
  static Incident hanging() {
    return () -> {
      try {
        new CountDownLatch(1).await();
        return Answer.ITS_OWN;
      } catch (InterruptedException _) {
        throw new IllegalStateException("interrupted");
      }
    };
  }

  /** Does not even mind being interrupted, until it is released. */
  static Incident deaf(CountDownLatch released) {
    return () -> {
      boolean open = false;
      while (!open) {
        try {
          released.await();
          open = true;
        } catch (InterruptedException _) {
          // deaf
        }
      }
      return Answer.ITS_OWN;
    };
  }
}
