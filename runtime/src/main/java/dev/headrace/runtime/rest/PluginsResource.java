package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.config.Nearest;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Secret;
import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.Connectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /connector-plugins}. Thread-safe. */
final class PluginsResource {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final PluginCatalogue plugins;
  private final Connectors connectors;

  PluginsResource(PluginCatalogue plugins, Connectors connectors) {
    this.plugins = plugins;
    this.connectors = connectors;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route("GET", "/connector-plugins", this::list),
        new Route("GET", "/connector-plugins/:plugin/config", this::definitions),
        new Route("PUT", "/connector-plugins/:plugin/config/validate", this::validate));
  }

  private Answer list(Request request) {
    ArrayNode list = JSON.arrayNode();
    for (PluginCatalogue.Entry entry : plugins.entries()) {
      list.addObject()
          .put("class", entry.name())
          .put("type", ConnectJson.kind(entry.kind()))
          .put("version", entry.version())
          .put("summary", entry.summary());
    }
    return Answer.ok(list);
  }

  private Answer definitions(Request request) {
    Optional<PluginCatalogue.Entry> plugin = find(request.variable("plugin"));
    if (plugin.isEmpty()) {
      return unknown(request.variable("plugin"));
    }
    ArrayNode definitions = JSON.arrayNode();
    List<Setting> settings = plugin.get().settings();
    for (int order = 0; order < settings.size(); order++) {
      definitions.add(definition(settings.get(order), order));
    }
    return Answer.ok(definitions);
  }

  private Answer validate(Request request) {
    String name = request.variable("plugin");
    Optional<PluginCatalogue.Entry> plugin = find(name);
    if (plugin.isEmpty()) {
      return unknown(name);
    }
    if (!request.body().isObject()) {
      return Answer.error(
          400,
          "rest.body",
          "The body is not a config.",
          "Send the settings as one JSON object of keys and values.");
    }
    SettingsBody read = SettingsBody.of(request.body());
    if (!read.values().getOrDefault("connector.class", "").equals(name)) {
      return Answer.error(
          400,
          "config.inconsistent",
          "Included connector type "
              + read.values().get("connector.class")
              + " does not match request type "
              + name,
          "Set `connector.class` to " + name + ".");
    }
    ConnectorConfig config =
        new ConnectorConfig(
            read.values().getOrDefault("name", name),
            read.values(),
            new ConnectorConfig.Origin.Rest());
    List<Problem> problems =
        Stream.concat(read.problems().stream(), connectors.validate(config).stream()).toList();
    return Answer.ok(validated(plugin.get(), read.values(), problems));
  }

  /** {@code ConfigInfos}. Problems with keys that nobody defines get an entry of their own. */
  private static ObjectNode validated(
      PluginCatalogue.Entry plugin, Map<String, String> values, List<Problem> problems) {
    ObjectNode body = JSON.objectNode().put("name", plugin.name());
    body.put("error_count", problems.size());
    body.putArray("groups").add("Common");
    ArrayNode configs = body.putArray("configs");
    List<Setting> settings = plugin.settings();
    for (int order = 0; order < settings.size(); order++) {
      Setting setting = settings.get(order);
      ObjectNode entry = configs.addObject();
      entry.set("definition", definition(setting, order));
      ObjectNode value = value(entry, setting.key(), problems);
      Optional.ofNullable(values.get(setting.key()))
          .map(given -> setting.secret() ? Secret.MASK : given)
          .or(setting::defaultValue)
          .ifPresentOrElse(shown -> value.put("value", shown), () -> value.putNull("value"));
      ArrayNode recommended = (ArrayNode) value.get("recommended_values");
      setting.allowed().forEach(recommended::add);
    }
    List<String> defined = settings.stream().map(Setting::key).toList();
    problems.stream()
        .map(Problem::key)
        .distinct()
        .filter(key -> !defined.contains(key))
        .forEach(
            key -> {
              ObjectNode entry = configs.addObject();
              entry.putNull("definition");
              value(entry, key, problems).putNull("value");
            });
    return body;
  }

  private static ObjectNode value(ObjectNode entry, String key, List<Problem> problems) {
    ObjectNode value = entry.putObject("value").put("name", key);
    value.putArray("recommended_values");
    ArrayNode errors = value.putArray("errors");
    problems.stream()
        .filter(problem -> problem.key().equals(key))
        .forEach(problem -> errors.add(problem.what() + " " + problem.next()));
    return value.put("visible", true);
  }

  /** {@code ConfigKeyInfo}. */
  private static ObjectNode definition(Setting setting, int order) {
    ObjectNode definition = JSON.objectNode().put("name", setting.key());
    definition.put("type", connectType(setting.type())).put("required", setting.required());
    setting
        .defaultValue()
        .ifPresentOrElse(
            value -> definition.put("default_value", value),
            () -> definition.putNull("default_value"));
    definition.put("importance", setting.required() ? "HIGH" : "MEDIUM");
    definition.put("documentation", setting.doc());
    definition.put("group", "Common").put("order_in_group", order);
    definition.put("width", "NONE").put("display_name", setting.key());
    definition.putArray("dependents");
    return definition.put("order", order);
  }

  private static String connectType(Setting.Type type) {
    return switch (type) {
      case WHOLE_NUMBER -> "LONG";
      case NUMBER -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case LIST -> "LIST";
      case SECRET -> "PASSWORD";
      default -> "STRING";
    };
  }

  private Optional<PluginCatalogue.Entry> find(String name) {
    return plugins.find(name);
  }

  private Answer unknown(String name) {
    List<String> names = plugins.entries().stream().map(PluginCatalogue.Entry::name).toList();
    return Answer.error(
        404,
        "plugin.unknown",
        "There is no connector " + name,
        Nearest.to(name, names)
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("There are: " + String.join(", ", names) + "."));
  }
}
