package dev.headrace.connectors.jdbc.testing;

import dev.headrace.connector.config.Binding;
import dev.headrace.connector.config.Definition;
import dev.headrace.connector.config.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings as users write them. */
public final class Settings {

  private Settings() {}

  /** Settings that are right. */
  public static <C extends Record> C bind(Class<C> type, Map<String, String> settings) {
    return switch (Definition.of(type).bind(settings)) {
      case Binding.Bound<C>(C configuration) -> configuration;
      case Binding.Invalid<C>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  /** All that is wrong with settings that are not right. */
  public static List<Problem> problems(Class<? extends Record> type, Map<String, String> settings) {
    return switch (Definition.of(type).bind(settings)) {
      case Binding.Bound<?> bound -> throw new AssertionError("nothing is wrong with " + bound);
      case Binding.Invalid<?>(var problems) -> problems;
    };
  }

  /** Settings of which some are replaced or added. */
  public static Map<String, String> with(Map<String, String> settings, String... keysAndValues) {
    Map<String, String> all = new HashMap<>(settings);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return all;
  }
}
