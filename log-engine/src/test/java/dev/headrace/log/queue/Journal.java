package dev.headrace.log.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What clients write down while they work. Thread-safe. */
final class Journal {

  private final List<Event> events = new ArrayList<>();
  private final Set<Long> readByGroup = new HashSet<>();
  private final AtomicLong nextValue = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong transactions = new AtomicLong();

  /** A value that nobody else writes. */
  long nextValue() {
    return nextValue.getAndIncrement();
  }

  synchronized void add(Event event) {
    events.add(event);
    if (event instanceof Event.Sent sent && sent.ending() == Event.Ending.COMMITTED) {
      acknowledged.incrementAndGet();
    }
  }

  /** A sending that was a transaction. */
  void addTransaction(Event.Sent sent) {
    add(sent);
    if (sent.ending() == Event.Ending.COMMITTED) {
      transactions.incrementAndGet();
    }
  }

  /** Something that a member of the group was given, before it commits that. */
  synchronized void addOfGroup(Event.Polled polled) {
    events.add(polled);
    polled.reads().forEach(read -> readByGroup.add(read.value()));
  }

  /** How many sendings were acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** How many of them were transactions. */
  long transactions() {
    return transactions.get();
  }

  synchronized boolean groupHasRead(Set<Long> values) {
    return readByGroup.containsAll(values);
  }

  synchronized History history() {
    return new History(events);
  }
}
