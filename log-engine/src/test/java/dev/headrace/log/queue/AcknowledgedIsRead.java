package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Ending;
import dev.headrace.log.queue.Event.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was acknowledged is read by somebody: nothing is lost. For histories at whose end somebody
 * read all partitions to their ends.
 */
final class AcknowledgedIsRead implements Rule {

  @Override
  public List<String> violations(History history) {
    Map<Long, Set<Place>> places = history.committedPlaces();
    return history.sent().stream()
        .filter(sent -> sent.ending() == Ending.COMMITTED)
        .flatMap(sent -> sent.writes().stream())
        .filter(write -> !places.containsKey(write.value()))
        .map(write -> "acknowledged, and read by nobody: " + write)
        .toList();
  }
}
