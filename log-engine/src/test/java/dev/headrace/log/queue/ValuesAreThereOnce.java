package dev.headrace.log.queue;

import java.util.List;

/** Producers that are idempotent write each value once. */
final class ValuesAreThereOnce implements Rule {

  @Override
  public List<String> violations(History history) {
    return history.committedPlaces().entrySet().stream()
        .filter(it -> it.getValue().size() > 1)
        .map(it -> it.getKey() + " at " + it.getValue())
        .toList();
  }
}
