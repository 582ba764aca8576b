package dev.headrace.connector.config;

import java.util.Optional;
import java.util.stream.Stream;

/** What fills one component of a configuration record. */
sealed interface Part permits ScalarPart, ListPart, MapPart, OptionalPart, GroupPart, ChoicePart {

  /** The component's value; empty when a problem was noted. */
  Optional<Object> read(Reading reading);

  /** The settings read, in order. */
  Stream<Setting> settings();
}
