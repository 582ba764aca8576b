package dev.headrace.connectors.jdbc.dialect;

import dev.headrace.connectors.jdbc.types.Shape;

/**
 * SQLite, which stores whole numbers, doubles, texts and bytes, and nothing else: what must not
 * lose a digit is kept as text.
 */
public record SqliteDialect() implements Dialect {

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String type(Shape shape) {
    return switch (shape) {
      case Shape.Simple simple ->
          switch (simple) {
            case BOOLEAN -> "BOOLEAN";
            case INT, LONG -> "INTEGER";
            case FLOAT, DOUBLE -> "REAL";
            case TEXT -> "TEXT";
            case BYTES -> "BLOB";
          };
      case Shape.Logical _, Shape.Decimal _, Shape.AnyDecimal _, Shape.ListOf _ -> "TEXT";
    };
  }

  @Override
  public String nestedType() {
    return "TEXT";
  }
}
