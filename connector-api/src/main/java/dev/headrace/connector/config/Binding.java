package dev.headrace.connector.config;

import java.util.List;

/** What came of binding settings to a configuration record. */
public sealed interface Binding<C extends Record> {

  /** All settings are right. */
  record Bound<C extends Record>(C configuration) implements Binding<C> {}

  /** All that is wrong, at least one. */
  record Invalid<C extends Record>(List<Problem> problems) implements Binding<C> {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
