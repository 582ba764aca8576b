package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Ending;
import dev.headrace.log.queue.Event.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No reader of committed records finds what nobody asked to be committed. */
final class AbortedIsNeverRead implements Rule {

  @Override
  public List<String> violations(History history) {
    Map<Long, Set<Place>> places = history.committedPlaces();
    return history.sent().stream()
        .filter(sent -> sent.ending() == Ending.ABORTED)
        .flatMap(sent -> sent.writes().stream())
        .filter(write -> places.containsKey(write.value()))
        .map(write -> "aborted, and read at " + places.get(write.value()) + ": " + write)
        .toList();
  }
}
