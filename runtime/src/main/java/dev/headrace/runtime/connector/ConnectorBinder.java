package dev.headrace.runtime.connector;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.ValueForm;
import dev.headrace.connector.config.Binding;
import dev.headrace.connector.config.Definition;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.plugin.Plugin;
import dev.headrace.runtime.plugin.Plugins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Binds a config: what every connector has to the worker's records, the rest to the connector's
 * own. Thread-safe.
 */
final class ConnectorBinder {

  private static final Definition<CommonSettings> COMMON = Definition.of(CommonSettings.class);
  private static final Definition<SourceSettings> SOURCE = Definition.of(SourceSettings.class);
  private static final Definition<SinkSettings> SINK = Definition.of(SinkSettings.class);

  private static final int LONGEST_NAME = 200;

  private final Plugins plugins;

  ConnectorBinder(Plugins plugins) {
    this.plugins = plugins;
  }

  /** What came of it. */
  sealed interface Result {
    record Bound(BoundConnector connector) implements Result {}

    /** All that is wrong, at least one. */
    record Invalid(List<Problem> problems) implements Result {}
  }

  /** The settings that the worker understands for any connector of this direction. */
  static List<Setting> workerSettings(ConnectorStatus.Kind kind) {
    Definition<?> direction = kind == ConnectorStatus.Kind.SOURCE ? SOURCE : SINK;
    return Stream.concat(COMMON.settings().stream(), direction.settings().stream()).toList();
  }

  SecretKeys secretKeys(ConnectorConfig config) {
    return SecretKeys.of(
        plugins
            .find(config.settings().getOrDefault("connector.class", "").strip())
            .map(plugin -> plugin.definition().settings())
            .orElse(List.of()));
  }

  Result bind(ConnectorConfig config) {
    List<Problem> problems = new ArrayList<>(nameProblems(config));
    Optional<CommonSettings> common = bind(COMMON, config.settings(), problems);
    String connectorClass = config.settings().getOrDefault("connector.class", "").strip();
    Optional<Plugin<?>> plugin = plugins.find(connectorClass);
    if (plugin.isEmpty() && !connectorClass.isEmpty()) {
      problems.add(plugins.unknown(connectorClass));
    }
    Optional<BoundConnector> bound =
        plugin.flatMap(found -> bindTo(found, config.settings(), common, problems));
    return bound.isPresent() && problems.isEmpty()
        ? new Result.Bound(bound.get())
        : new Result.Invalid(List.copyOf(problems));
  }

  private static <C extends Record> Optional<BoundConnector> bindTo(
      Plugin<C> plugin,
      Map<String, String> settings,
      Optional<CommonSettings> common,
      List<Problem> problems) {
    try {
      return switch (plugin.connector()) {
        case SourceConnector<C, ?, ?> source ->
            bindSource(plugin, source, settings, common, problems);
        case SinkConnector<C> sink -> bindSink(plugin, sink, settings, common, problems);
      };
    } catch (RuntimeException | LinkageError fault) {
      problems.add(
          new Problem(
              "connector.unexpected",
              "connector.class",
              "The connector `" + plugin.name() + "` failed with " + fault + ".",
              "This is an error in the connector; tell its author."));
      return Optional.empty();
    }
  }

  private static <C extends Record, K extends Record, P extends Record>
      Optional<BoundConnector> bindSource(
          Plugin<C> plugin,
          SourceConnector<C, K, P> connector,
          Map<String, String> settings,
          Optional<CommonSettings> common,
          List<Problem> problems) {
    Optional<SourceSettings> source = bind(SOURCE, settings, problems);
    Optional<C> own = bindOwn(plugin, settings, SOURCE, problems);
    boolean topicsByRecord = own.isPresent() && connector.namesTopics(own.get());
    if (!settings.containsKey("topic") && !topicsByRecord) {
      problems.add(
          new Problem(
              "config.missing-key",
              "topic",
              "The setting `topic` is missing.",
              "Add `topic`: the topic that the records go to."));
    }
    if (common.isEmpty() || source.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BoundConnector.Source<>(
            connector, own.get(), common.get(), source.get(), connector.guarantee(own.get())));
  }

  private static <C extends Record> Optional<BoundConnector> bindSink(
      Plugin<C> plugin,
      SinkConnector<C> connector,
      Map<String, String> settings,
      Optional<CommonSettings> common,
      List<Problem> problems) {
    Optional<SinkSettings> sink = bind(SINK, settings, problems);
    Optional<C> own = bindOwn(plugin, settings, SINK, problems);
    if (common.isPresent() && sink.isPresent()) {
      sink.get().circle(common.get()).ifPresent(problems::add);
    }
    if (common.isEmpty() || sink.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    noColumns(connector, own.get(), common.get()).ifPresent(problems::add);
    int maxTasks = Math.max(1, Math.min(common.get().tasksMax(), connector.maxTasks(own.get())));
    return Optional.of(
        new BoundConnector.Sink<>(
            connector,
            own.get(),
            common.get(),
            sink.get(),
            connector.guarantee(own.get()),
            maxTasks));
  }

  /** Every record would be refused: better said at once. */
  private static <C extends Record> Optional<Problem> noColumns(
      SinkConnector<C> connector, C own, CommonSettings common) {
    if (connector.valueForm(own) != ValueForm.COLUMNS || common.formats().value().hasFields()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            "config.no-columns",
            "value.format",
            "`"
                + connector.name()
                + "` takes values with fields, and `value.format` is "
                + common.valueFormat()
                + ".",
            "Set `value.format` to json, json-envelope or avro, whichever the topic holds."));
  }

  /** Binds what neither the worker nor Kafka Connect understands to the connector's record. */
  private static <C extends Record> Optional<C> bindOwn(
      Plugin<C> plugin,
      Map<String, String> settings,
      Definition<?> direction,
      List<Problem> problems) {
    Map<String, String> own = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          if (has(plugin.definition(), key)) {
            own.put(key, value);
          } else if (!has(COMMON, key) && !has(direction, key)) {
            ForeignKeys.problem(key).ifPresentOrElse(problems::add, () -> own.put(key, value));
          }
        });
    Set<String> others =
        Stream.of(COMMON, direction)
            .flatMap(definition -> definition.settings().stream())
            .map(Setting::key)
            .collect(Collectors.toSet());
    return answer(plugin.definition().bind(own, others), problems);
  }

  private static <S extends Record> Optional<S> bind(
      Definition<S> definition, Map<String, String> settings, List<Problem> problems) {
    Map<String, String> own = new HashMap<>(settings);
    own.keySet().removeIf(key -> !has(definition, key));
    return answer(definition.bind(own), problems);
  }

  private static <S extends Record> Optional<S> answer(Binding<S> binding, List<Problem> problems) {
    return switch (binding) {
      case Binding.Bound<S>(S bound) -> Optional.of(bound);
      case Binding.Invalid<S>(List<Problem> wrong) -> {
        problems.addAll(wrong);
        yield Optional.empty();
      }
    };
  }

  private static boolean has(Definition<?> definition, String key) {
    return definition.settings().stream()
        .anyMatch(
            setting ->
                setting.type() == Setting.Type.MAP
                    ? key.startsWith(setting.key().substring(0, setting.key().length() - 1))
                    : setting.key().equals(key));
  }

  private static List<Problem> nameProblems(ConnectorConfig config) {
    String name = config.name();
    if (!name.equals(config.settings().get("name"))) {
      return List.of(
          nameProblem("The connector `" + name + "` has another name inside of its config."));
    }
    if (!name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
      return List.of(
          nameProblem("The name begins or ends with blanks, or has control characters in it."));
    }
    return name.length() > LONGEST_NAME
        ? List.of(nameProblem("The name is longer than " + LONGEST_NAME + " characters."))
        : List.of();
  }

  private static Problem nameProblem(String what) {
    return new Problem("config.bad-name", "name", what, "Give it one short, plain name.");
  }
}
