package dev.headrace.connectors.jdbc.dialect;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Any other database, with the types of the SQL standard.
 *
 * @param quote what stands around identifiers; a blank when the database knows no quotes
 */
public record GenericDialect(String quote) implements Dialect {

  /** What most databases allow for a text in a table that is not declared as a large object. */
  private static final String TEXT = "VARCHAR(4000)";

  static GenericDialect of(Database database) throws ConnectorException {
    try (Connection connection = database.connection()) {
      return new GenericDialect(connection.getMetaData().getIdentifierQuoteString());
    } catch (SQLException failure) {
      throw SqlFailure.reading("Asking how names are quoted", failure);
    }
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public String quote(String identifier) {
    return quote.isBlank() ? identifier : quote + identifier.replace(quote, quote + quote) + quote;
  }

  @Override
  public String type(Shape shape) {
    return switch (shape) {
      case Shape.Simple simple ->
          switch (simple) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case TEXT -> TEXT;
            case BYTES -> "BLOB";
          };
      case Shape.Logical logical ->
          switch (logical) {
            case DATE -> "DATE";
            case TIME -> "TIME(6)";
            case INSTANT, INSTANT_NANOS -> "TIMESTAMP(6) WITH TIME ZONE";
            case LOCAL_TIME_STAMP, LOCAL_TIME_STAMP_NANOS -> "TIMESTAMP(6)";
            case UUID -> "CHAR(36)";
          };
      case Shape.Decimal(int precision, int scale) -> "DECIMAL(" + precision + "," + scale + ")";
      case Shape.AnyDecimal _ -> TEXT;
      case Shape.ListOf _ -> TEXT;
    };
  }

  @Override
  public String nestedType() {
    return TEXT;
  }
}
