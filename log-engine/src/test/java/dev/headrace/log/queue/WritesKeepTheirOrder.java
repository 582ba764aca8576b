package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Place;
import dev.headrace.log.queue.Event.Sent;
import dev.headrace.log.queue.Event.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What one process writes to a partition stands there in the order in which it was written. */
final class WritesKeepTheirOrder implements Rule {

  /** The writes of one process to one partition. */
  private record Course(String process, int partition) {}

  /** A write, and the offset of it that is known from somewhere. */
  private record Placed(Write write, long offset) {}

  @Override
  public List<String> violations(History history) {
    Map<Long, Set<Place>> places = history.committedPlaces();
    Map<Course, Placed> last = new HashMap<>();
    List<String> violations = new ArrayList<>();
    for (Sent sent : history.sent()) {
      for (Write write : sent.writes()) {
        OptionalLong offset = offsetOf(write, places);
        if (offset.isPresent()) {
          Placed placed = new Placed(write, offset.getAsLong());
          Placed before = last.put(new Course(sent.process(), write.partition()), placed);
          if (before != null && before.offset() >= placed.offset()) {
            violations.add(sent.process() + " wrote " + before + " before " + placed);
          }
        }
      }
    }
    return violations;
  }

  private static OptionalLong offsetOf(Write write, Map<Long, Set<Place>> places) {
    return write.offset().isPresent()
        ? write.offset()
        : places.getOrDefault(write.value(), Set.of()).stream().mapToLong(Place::offset).min();
  }
}
