package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Place;
import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Event.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** At one offset there is one value, whoever is told of it. */
final class AllAgreeOnOffsets implements Rule {

  @Override
  public List<String> violations(History history) {
    Map<Place, Long> values = new HashMap<>();
    List<String> violations = new ArrayList<>();
    for (Event event : history.events()) {
      for (Read read : event.reads()) {
        compare(values, read.place(), read.value(), violations);
      }
      for (Write write : event.writes()) {
        if (write.offset().isPresent()) {
          Place place = new Place(write.partition(), write.offset().getAsLong());
          compare(values, place, write.value(), violations);
        }
      }
    }
    return violations;
  }

  private static void compare(
      Map<Place, Long> values, Place place, long value, List<String> violations) {
    long first = values.computeIfAbsent(place, _ -> value);
    if (first != value) {
      violations.add("both " + first + " and " + value + " at " + place);
    }
  }
}
