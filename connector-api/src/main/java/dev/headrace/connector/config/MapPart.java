package dev.headrace.connector.config;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A component that takes all keys under a prefix. */
record MapPart(Setting setting, String prefix) implements Part {

  @Override
  public Optional<Object> read(Reading reading) {
    return Optional.of(Map.copyOf(reading.takeAll(prefix)));
  }

  @Override
  public Stream<Setting> settings() {
    return Stream.of(setting);
  }
}
