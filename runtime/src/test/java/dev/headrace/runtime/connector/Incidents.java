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
    NULL
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
