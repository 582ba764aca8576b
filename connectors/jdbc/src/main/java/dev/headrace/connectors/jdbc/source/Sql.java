package dev.headrace.connectors.jdbc.source;

import dev.headrace.connectors.jdbc.rows.Parameter;
import java.util.ArrayList;
import java.util.List;

/** A part of a statement: text, and the parameters for the question marks in it. */
record Sql(String text, List<Parameter> parameters) {

  Sql {
    parameters = List.copyOf(parameters);
  }

  static Sql of(String text) {
    return new Sql(text, List.of());
  }

  /** This, {@code between}, and the other. */
  Sql then(String between, Sql other) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.addAll(other.parameters);
    return new Sql(text + between + other.text, all);
  }

  /** This with something behind it. */
  Sql then(String more) {
    return new Sql(text + more, parameters);
  }

  static Sql join(String between, List<Sql> parts) {
    return parts.stream().reduce((one, other) -> one.then(between, other)).orElse(of(""));
  }
}
