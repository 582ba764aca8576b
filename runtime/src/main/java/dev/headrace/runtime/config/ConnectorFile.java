package dev.headrace.runtime.config;

import dev.headrace.runtime.connector.ConnectorConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads one connector file: {@code {"name": …, "config": {…}}} as Kafka Connect's REST takes it,
 * the flat form of its standalone worker, or an array of these. Used by one thread.
 */
final class ConnectorFile {

  /** Beside name and config: what REST answers, and room for a word to the reader. */
  private static final Set<String> PASSED_OVER = Set.of("type", "tasks", "description");

  private final Path path;
  private final Problems problems;

  private ConnectorFile(Path path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  /** The connectors of a file; those that cannot be read are noted and left out. */
  static List<FileConnector> read(Path path, Problems problems) {
    return ConfigText.read(path, problems)
        .flatMap(text -> JsonText.parse(path.toString(), text, problems))
        .map(json -> new ConnectorFile(path, problems).connectors(json))
        .orElse(List.of());
  }

  private List<FileConnector> connectors(Json json) {
    Stream<Json> each =
        json instanceof Json.Elements(_, List<Json> all) ? all.stream() : Stream.of(json);
    return each.flatMap(one -> connector(one).stream()).toList();
  }

  private Optional<FileConnector> connector(Json json) {
    if (!(json instanceof Json.Members object)) {
      return wrongShape(json, "A connector is an object");
    }
    Map<String, Json.Member> members = new LinkedHashMap<>();
    object.members().forEach(member -> members.put(member.name(), member));
    if (members.get("config") instanceof Json.Member(_, _, Json.Members config)) {
      return nested(object, members, config);
    }
    if (members.containsKey("connector.class")) {
      SettingTexts settings = SettingTexts.of(object, problems);
      return named(object, members).map(name -> fileConnector(name, object.at(), settings));
    }
    return wrongShape(json, "A connector has `name` and an object `config`");
  }

  private Optional<FileConnector> nested(
      Json.Members object, Map<String, Json.Member> members, Json.Members config) {
    for (Json.Member member : object.members()) {
      if (!Set.of("name", "config").contains(member.name())
          && !PASSED_OVER.contains(member.name())) {
        problems.add(
            member.at(),
            "config.unknown-key",
            member.name(),
            "Beside `name` and `config` there is nothing called `" + member.name() + "`.",
            "Settings of the connector belong inside `config`.");
      }
    }
    SettingTexts settings = SettingTexts.of(config, problems);
    Optional<String> name = named(object, members);
    String inside = settings.values().get("name");
    if (name.isPresent() && inside != null && !inside.equals(name.get())) {
      problems.add(
          settings.places().get("name"),
          "config.inconsistent",
          "name",
          "The connector is named `" + name.get() + "`, and `" + inside + "` inside of `config`.",
          "Remove the name inside of `config`.");
      return Optional.empty();
    }
    return name.map(given -> fileConnector(given, object.at(), settings));
  }

  private FileConnector fileConnector(String name, Place at, SettingTexts settings) {
    ConnectorConfig config =
        new ConnectorConfig(
            name, settings.values(), new ConnectorConfig.Origin.File(path.toString()));
    return new FileConnector(config, at, settings.places());
  }

  private Optional<String> named(Json.Members object, Map<String, Json.Member> members) {
    if (members.get("name") instanceof Json.Member(_, _, Json.Text(_, String name))
        && !name.isBlank()) {
      return Optional.of(name);
    }
    problems.add(
        members.containsKey("name") ? members.get("name").at() : object.at(),
        "config.missing-key",
        "name",
        "The connector has no name.",
        "Add `\"name\": \"…\"`; offsets are kept under it.");
    return Optional.empty();
  }

  private Optional<FileConnector> wrongShape(Json json, String expected) {
    problems.add(
        json.at(),
        "config.wrong-shape",
        "",
        expected + ", and this is none.",
        "Write {\"name\": \"…\", \"config\": {\"connector.class\": \"…\", …}}, or an array of"
            + " these.");
    return Optional.empty();
  }
}
