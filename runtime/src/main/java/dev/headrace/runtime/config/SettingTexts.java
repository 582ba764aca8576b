package dev.headrace.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as Kafka Connect's strings: numbers and booleans as they are written, lists joined with
 * commas.
 *
 * @param values by key
 * @param places where each key stands
 */
record SettingTexts(Map<String, String> values, Map<String, Place> places) {

  SettingTexts {
    values = Map.copyOf(values);
    places = Map.copyOf(places);
  }

  /** Takes the settings out of an object; what cannot be one is noted and left out. */
  static SettingTexts of(Json.Members object, Problems problems) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    for (Json.Member member : object.members()) {
      places.put(member.name(), member.at());
      text(member, problems).ifPresent(value -> values.put(member.name(), value));
    }
    return new SettingTexts(values, places);
  }

  private static Optional<String> text(Json.Member member, Problems problems) {
    return switch (member.value()) {
      case Json.Text(_, String text) -> Optional.of(text);
      case Json.Literal(_, String text) -> Optional.of(text);
      case Json.Elements(_, List<Json> elements) -> joined(member, elements, problems);
      case Json.Null(Place at) -> {
        problems.add(
            at,
            "config.null-value",
            member.name(),
            "`" + member.name() + "` is null.",
            "Give it a value, or remove the key to have its default.");
        yield Optional.empty();
      }
      case Json.Members(Place at, _) -> {
        problems.add(
            at,
            "config.wrong-shape",
            member.name(),
            "`" + member.name() + "` is an object; a setting is one value or a list.",
            "Write its members as settings of their own, with dots: `"
                + member.name()
                + ".something`.");
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> joined(
      Json.Member member, List<Json> elements, Problems problems) {
    List<String> texts = new ArrayList<>();
    for (Json element : elements) {
      String text =
          switch (element) {
            case Json.Text(_, String plain) -> plain;
            case Json.Literal(_, String plain) -> plain;
            default -> {
              problems.add(
                  element.at(),
                  "config.wrong-shape",
                  member.name(),
                  "The list `" + member.name() + "` holds something that is not one value.",
                  "Write text, numbers, true or false.");
              yield "";
            }
          };
      if (text.contains(",")) {
        problems.add(
            element.at(),
            "config.comma-in-list",
            member.name(),
            "An element of the list `" + member.name() + "` has a comma in it.",
            "Lists are kept as Kafka Connect keeps them, joined with commas: avoid the comma.");
      }
      texts.add(text);
    }
    return Optional.of(String.join(",", texts));
  }
}
