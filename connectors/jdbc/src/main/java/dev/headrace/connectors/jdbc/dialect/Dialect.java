package dev.headrace.connectors.jdbc.dialect;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.types.Shape;
import dev.headrace.connectors.jdbc.types.Shapes;
import dev.headrace.connectors.jdbc.types.SqlType;
import org.apache.avro.Schema;

/** How one kind of database writes names and types. Immutable; may be used from any thread. */
public interface Dialect {

  /** The dialect of a database; asks it only when its driver is not a known one. */
  static Dialect of(Database database) throws ConnectorException {
    return switch (database.kind()) {
      case POSTGRESQL -> new PostgresDialect();
      case SQLITE -> new SqliteDialect();
      case H2 -> new H2Dialect();
      case OTHER -> GenericDialect.of(database);
    };
  }

  /** The name in {@link SqlType#dialect()}. */
  String name();

  /** An identifier as it stands in statements, exactly as spelled. */
  default String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A table's name as it stands in statements. */
  default String quote(TableName table) {
    return table.schema().map(schema -> quote(schema) + ".").orElse("") + quote(table.name());
  }

  /** The type of a column that keeps values of {@code shape} without loss. */
  String type(Shape shape);

  /** The type of a column for nested values: records, maps, unions. */
  String nestedType();

  /**
   * The type of a column that keeps values of {@code schema}, null aside: the one it had in a
   * database of this dialect, or else the one for its shape.
   */
  default String columnType(Schema schema) {
    Schema type = Shapes.withoutNull(schema);
    return SqlType.of(type)
        .filter(source -> source.dialect().equals(name()))
        .map(source -> source.base().orElse(source.declared()))
        .filter(TypeNames::isOne)
        .or(() -> Shapes.of(type).map(this::type))
        .orElseGet(this::nestedType);
  }
}
