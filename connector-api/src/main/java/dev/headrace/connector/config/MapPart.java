package dev.headrace.connector.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A component that takes all keys under a prefix. */
record MapPart(Setting setting, String prefix, Element element) implements Part {

  MapPart {
    boolean masked = setting.key().contains("secret");
    if (element.scalar().type() == Setting.Type.SECRET && !masked) {
      throw new IllegalArgumentException(
          setting.key() + " holds secrets, but the word is not in its name");
    }
  }

  @Override
  public Optional<Object> read(Reading reading) {
    Map<String, Object> values = new TreeMap<>();
    reading
        .takeAll(prefix)
        .forEach(
            (key, text) ->
                element.read(setting, text, reading).ifPresent(value -> values.put(key, value)));
    return Optional.of(Map.copyOf(values));
  }

  @Override
  public Stream<Setting> settings() {
    return Stream.of(setting);
  }
}
