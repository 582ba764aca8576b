package dev.headrace.connector.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A component that several texts fill, written with commas between them. */
record ListPart(Setting setting, Element element) implements Part {

  ListPart {
    setting
        .defaultValue()
        .ifPresent(texts -> elements(texts).forEach(text -> element.checkDefault(setting, text)));
  }

  @Override
  public Optional<Object> read(Reading reading) {
    Optional<String> texts = reading.take(setting.key()).or(setting::defaultValue);
    if (texts.isEmpty()) {
      reading.note(setting.missing());
      return Optional.empty();
    }
    List<Optional<Object>> values =
        elements(texts.get()).map(text -> element.read(setting, text, reading)).toList();
    return values.stream().allMatch(Optional::isPresent)
        ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
        : Optional.empty();
  }

  @Override
  public Stream<Setting> settings() {
    return Stream.of(setting);
  }

  private static Stream<String> elements(String texts) {
    return Arrays.stream(texts.split(",")).map(String::trim).filter(text -> !text.isEmpty());
  }
}
