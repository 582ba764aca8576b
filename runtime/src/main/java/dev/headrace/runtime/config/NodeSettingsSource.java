package dev.headrace.runtime.config;

import dev.headrace.connector.config.Binding;
import dev.headrace.connector.config.Definition;
import dev.headrace.connector.config.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the node's settings together: a JSON file, and over it what the command line says. */
public final class NodeSettingsSource {

  private final Problems problems = new Problems();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> origins = new HashMap<>();

  private NodeSettingsSource() {}

  /** What came of it. */
  public sealed interface Loaded {
    record Settings(NodeSettings settings) implements Loaded {}

    /** All that is wrong, at least one. */
    record Wrong(List<ConfigProblem> problems) implements Loaded {}
  }

  /**
   * A setting that the command line has an option for.
   *
   * @param option as its user wrote it, such as {@code --data}
   */
  public record Flag(String option, String key, String value) {}

  /**
   * Loads the settings.
   *
   * @param file the file of {@code --config}, one JSON object
   * @param assignments {@code KEY=VALUE} as {@code --set} takes them; a later one wins
   * @param flags win over all else
   */
  public static Loaded load(Optional<Path> file, List<String> assignments, List<Flag> flags) {
    NodeSettingsSource source = new NodeSettingsSource();
    file.ifPresent(source::read);
    assignments.forEach(source::assign);
    flags.forEach(flag -> source.set(flag.key(), flag.value(), flag.option()));
    return source.bind();
  }

  private void read(Path file) {
    Optional<Json> json =
        ConfigText.read(file, problems)
            .flatMap(text -> JsonText.parse(file.toString(), text, problems));
    json.ifPresent(
        value -> {
          if (value instanceof Json.Members object) {
            SettingTexts texts = SettingTexts.of(object, problems);
            values.putAll(texts.values());
            texts.places().forEach((key, place) -> origins.put(key, place.toString()));
          } else {
            problems.add(
                value.at(),
                "config.wrong-shape",
                "",
                "The settings of a node are one JSON object, and this is none.",
                "Write {\"data.dir\": \"…\", …}.");
          }
        });
  }

  private void assign(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      problems.add(
          "--set " + assignment,
          "config.syntax",
          "",
          "\"" + assignment + "\" sets nothing.",
          "Write --set KEY=VALUE.");
      return;
    }
    String key = assignment.substring(0, equals).strip();
    set(key, assignment.substring(equals + 1), "--set " + key);
  }

  private void set(String key, String value, String origin) {
    values.put(key, value);
    origins.put(key, origin);
  }

  private Loaded bind() {
    switch (Definition.of(NodeSettings.class).bind(values)) {
      case Binding.Bound(NodeSettings settings) when problems.isEmpty() -> {
        return new Loaded.Settings(settings);
      }
      case Binding.Invalid(List<Problem> wrong) ->
          wrong.forEach(
              problem ->
                  problems.add(origins.getOrDefault(problem.key(), "node settings"), problem));
      case Binding.Bound(_) -> {
        // What is wrong with the file or the command line is noted already.
      }
    }
    return new Loaded.Wrong(problems.toList());
  }
}
