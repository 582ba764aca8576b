package dev.headrace.connector.config;

import java.util.Optional;
import java.util.stream.Stream;

/** A component that may be left out. */
record OptionalPart(String key, Part part) implements Part {

  @Override
  public Optional<Object> read(Reading reading) {
    return reading.has(key) ? part.read(reading).map(Optional::of) : Optional.of(Optional.empty());
  }

  @Override
  public Stream<Setting> settings() {
    return part.settings().map(setting -> setting.key().equals(key) ? setting.optional() : setting);
  }
}
