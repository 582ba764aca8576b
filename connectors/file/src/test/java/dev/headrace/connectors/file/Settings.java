package dev.headrace.connectors.file;

import dev.headrace.connector.config.Binding;
import dev.headrace.connector.config.Definition;
import java.util.Map;

/** Settings as users write them. */
final class Settings {

  private Settings() {}

  static FileSourceSettings source(Map<String, String> settings) {
    return bind(FileSourceSettings.class, settings);
  }

  static FileSinkSettings sink(Map<String, String> settings) {
    return bind(FileSinkSettings.class, settings);
  }

  private static <C extends Record> C bind(Class<C> type, Map<String, String> settings) {
    return switch (Definition.of(type).bind(settings)) {
      case Binding.Bound<C>(C configuration) -> configuration;
      case Binding.Invalid<C>(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
