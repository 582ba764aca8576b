package dev.headrace.connectors.http;

import dev.headrace.connector.config.Binding;
import dev.headrace.connector.config.Definition;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Map;

/** Settings as users write them. */
public final class Bound {

  private Bound() {}

  /** The configuration that the settings make. */
  public static <C extends Record> C to(Class<C> type, Map<String, String> settings) {
    return switch (Definition.of(type).bind(settings)) {
      case Binding.Bound<C>(C configuration) -> configuration;
      case Binding.Invalid<C>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  /** What is wrong with the settings. */
  public static <C extends Record> List<Problem> problems(
      Class<C> type, Map<String, String> settings) {
    return switch (Definition.of(type).bind(settings)) {
      case Binding.Bound<C> _ -> List.of();
      case Binding.Invalid<C>(var problems) -> problems;
    };
  }
}
