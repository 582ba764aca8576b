package dev.headrace.connector.config;

import java.util.Optional;
import java.util.stream.Stream;

/** A component that one text fills. */
record ScalarPart(Setting setting, Element element) implements Part {

  ScalarPart {
    setting.defaultValue().ifPresent(text -> element.checkDefault(setting, text));
  }

  @Override
  public Optional<Object> read(Reading reading) {
    Optional<String> text = reading.take(setting.key()).or(setting::defaultValue);
    if (text.isEmpty()) {
      reading.note(setting.missing());
    }
    return text.flatMap(given -> element.read(setting, given, reading));
  }

  @Override
  public Stream<Setting> settings() {
    return Stream.of(setting);
  }
}
