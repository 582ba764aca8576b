package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connectors.jdbc.types.Shape;
import dev.headrace.connectors.jdbc.types.SqlType;

/**
 * A column of a table or query.
 *
 * @param name as spelled in the catalog
 * @param type the type it is declared with
 * @param shape what its values are
 * @param expression what stands in a select list so that values come in that shape
 * @param nullable whether a value may be missing
 */
public record Column(String name, SqlType type, Shape shape, String expression, boolean nullable) {

  /** The same column, its values as the database writes them. */
  public Column asText(String textExpression) {
    return new Column(name, type, Shape.Simple.TEXT, textExpression, nullable);
  }
}
