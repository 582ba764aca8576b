package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Place;
import dev.headrace.log.queue.Event.Polled;
import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Event.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** All that clients did, each event behind those that its process did before. */
record History(List<Event> events) {

  History {
    events = List.copyOf(events);
  }

  static History of(Event... events) {
    return new History(List.of(events));
  }

  List<Sent> sent() {
    return events.stream().filter(Sent.class::isInstance).map(Sent.class::cast).toList();
  }

  /** Polls of committed records. */
  List<Polled> committedPolls() {
    return events.stream()
        .filter(Polled.class::isInstance)
        .map(Polled.class::cast)
        .filter(Polled::isCommittedOnly)
        .toList();
  }

  /** Each value that a reader of committed records found, and where. */
  Map<Long, Set<Place>> committedPlaces() {
    Map<Long, Set<Place>> places = new HashMap<>();
    for (Event event : events) {
      if (!(event instanceof Polled polled) || polled.isCommittedOnly()) {
        for (Read read : event.reads()) {
          places.computeIfAbsent(read.value(), _ -> new HashSet<>()).add(read.place());
        }
      }
    }
    return places;
  }

  /** By partition, the offsets of all committed records that anybody found, with their values. */
  Map<Integer, NavigableMap<Long, Long>> committedValues() {
    Map<Integer, NavigableMap<Long, Long>> values = new HashMap<>();
    committedPlaces()
        .forEach(
            (value, places) ->
                places.forEach(
                    it ->
                        values
                            .computeIfAbsent(it.partition(), _ -> new TreeMap<>())
                            .put(it.offset(), value)));
    return values;
  }
}
