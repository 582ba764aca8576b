package dev.headrace.connector.config;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A sealed interface: one setting decides which of its records is filled. */
record ChoicePart(Setting setting, Map<String, GroupPart> variants) implements Part {

  ChoicePart {
    setting
        .defaultValue()
        .filter(name -> !variants.containsKey(name))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  setting.key() + ": the default " + name + " is none of " + variants.keySet());
            });
  }

  @Override
  public Optional<Object> read(Reading reading) {
    Optional<String> name = reading.take(setting.key()).or(setting::defaultValue);
    Optional<GroupPart> variant = name.map(String::trim).map(variants::get);
    if (variant.isEmpty()) {
      reading.note(
          name.map(given -> setting.wrong("config.not-allowed", given, "one of " + names()))
              .orElseGet(setting::missing));
      variants.values().stream()
          .flatMap(Part::settings)
          .forEach(unjudged -> reading.take(unjudged.key()));
    }
    return variant.flatMap(part -> part.read(reading));
  }

  @Override
  public Stream<Setting> settings() {
    return Stream.concat(
        Stream.of(setting),
        variants.entrySet().stream()
            .flatMap(
                variant ->
                    variant
                        .getValue()
                        .settings()
                        .map(inner -> inner.when(setting.key(), variant.getKey()))));
  }

  private String names() {
    return String.join(", ", setting.allowed());
  }
}
