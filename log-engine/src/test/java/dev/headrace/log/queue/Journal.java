package dev.headrace.log.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What clients write down while they work. Thread-safe. */
final class Journal {

  private final List<Event> events = new ArrayList<>();
  private final Map<String, Set<Long>> readByGroup = new HashMap<>();
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

  /** Something that a member of a group was given, before it commits that. */
  synchronized void addOfGroup(String group, Event.Polled polled) {
    events.add(polled);
    Set<Long> values = readByGroup.computeIfAbsent(group, _ -> new HashSet<>());
    polled.reads().forEach(read -> values.add(read.value()));
  }

  /** How many sendings were acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** How many of them were transactions. */
  long transactions() {
    return transactions.get();
  }

  synchronized boolean groupHasRead(String group, Set<Long> values) {
    return readByGroup.getOrDefault(group, Set.of()).containsAll(values);
  }

  synchronized History history() {
    return new History(events);
  }
}
