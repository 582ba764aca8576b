package dev.headrace.connector.testing;

import dev.headrace.connector.config.Definition;
import dev.headrace.connector.config.Setting;
import java.util.stream.Collectors;

/** The settings of a connector as a Markdown table, for its README. */
public final class SettingsTable {

  private SettingsTable() {}

  /** The table, each row ended by a line feed. */
  public static String of(Class<? extends Record> configuration) {
    return Definition.of(configuration).settings().stream()
        .map(SettingsTable::row)
        .collect(
            Collectors.joining(
                "", "| setting | type | default | what it does |\n|---|---|---|---|\n", ""));
  }

  private static String row(Setting setting) {
    String allowed =
        setting.allowed().isEmpty()
            ? setting.type().label()
            : setting.allowed().stream()
                .map(value -> "`" + value + "`")
                .collect(Collectors.joining(", "));
    String type = allowed + setting.range().map(range -> ", " + range).orElse("");
    String byDefault =
        setting
            .defaultValue()
            .map(value -> "`" + value + "`")
            .orElse(setting.required() ? "required" : "–");
    String when = setting.when().map(mode -> "When `" + mode + "`: ").orElse("");
    return "| `%s` | %s | %s | %s%s |\n"
        .formatted(setting.key(), type, byDefault, when, setting.doc().replace("|", "\\|"));
  }
}
