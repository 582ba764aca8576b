package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Place;
import dev.headrace.log.queue.Event.Write;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of what was written as one, all is read or nothing. For histories at whose end somebody read all
 * partitions to their ends, and every transaction had its end.
 */
final class TransactionsAreReadWhole implements Rule {

  @Override
  public List<String> violations(History history) {
    Map<Long, Set<Place>> places = history.committedPlaces();
    return history.sent().stream()
        .filter(sent -> sent.writes().stream().anyMatch(it -> isRead(it, places)))
        .filter(sent -> !sent.writes().stream().allMatch(it -> isRead(it, places)))
        .map(sent -> "read in part: " + sent)
        .toList();
  }

  private static boolean isRead(Write write, Map<Long, Set<Place>> places) {
    return places.containsKey(write.value());
  }
}
