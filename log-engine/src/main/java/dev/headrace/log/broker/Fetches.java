package dev.headrace.log.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** The reads of all clients, those included that wait for data. Thread-safe. */
public final class Fetches implements AutoCloseable {

  private final Set<ParkedFetch> parked = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /**
   * Starts a read.
   *
   * @param thread one thread, the current one, on which all that belongs to the read is done
   */
  public Fetch start(FetchQuery query, ScheduledExecutorService thread) {
    ParkedFetch fetch = new ParkedFetch(query, thread, parked);
    fetch.start();
    if (closing) {
      fetch.hurry();
    }
    return fetch;
  }

  /** How many reads wait for data. */
  public int waiting() {
    return parked.size();
  }

  /** Answers all that waits with what is there; later reads do not wait any more. */
  @Override
  public void close() {
    closing = true;
    parked.forEach(ParkedFetch::hurry);
  }
}
