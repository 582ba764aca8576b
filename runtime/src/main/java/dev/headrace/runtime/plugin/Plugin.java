package dev.headrace.runtime.plugin;

import dev.headrace.connector.Connector;
import dev.headrace.connector.config.Definition;

/**
 * A kind of connector that can be used.
 *
 * @param name what users write as {@code connector.class}
 * @param definition its settings
 * @param origin where it comes from, for people: {@code built in}, or its folder
 */
public record Plugin<C extends Record>(
    String name,
    String version,
    String summary,
    Connector<C> connector,
    Definition<C> definition,
    String origin) {

  /**
   * Asks the connector for all that is to be known of it. Throws whatever the plugin throws; {@link
   * IllegalArgumentException} when its configuration is none.
   */
  static <C extends Record> Plugin<C> of(Connector<C> connector, String origin) {
    return new Plugin<>(
        required("name", connector.name()),
        required("version", connector.version()),
        required("summary", connector.summary()),
        connector,
        Definition.of(connector.configuration()),
        origin);
  }

  /**
   * Whether users may mean this plugin by {@code connectorClass}: its name, or that of its class.
   */
  boolean answersTo(String connectorClass) {
    Class<?> type = connector.getClass();
    String simple = type.getSimpleName();
    return connectorClass.equals(name)
        || connectorClass.equals(type.getName())
        || connectorClass.equals(simple)
        || (simple.endsWith("Connector")
            && connectorClass.equals(simple.substring(0, simple.length() - "Connector".length())));
  }

  private static String required(String what, String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("the connector's " + what + "() is blank");
    }
    return text;
  }
}
