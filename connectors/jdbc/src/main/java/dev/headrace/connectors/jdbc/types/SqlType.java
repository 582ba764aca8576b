package dev.headrace.connectors.jdbc.types;

import java.util.Optional;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * The type that a column has in its database, as a property of its Avro schema: from it a sink
 * makes a column of the same type again.
 *
 * @param dialect which database, such as {@code postgresql}
 * @param declared as the database itself writes it, such as {@code numeric(10,2)}
 * @param base what it is based on, for a domain; empty for all others
 */
public record SqlType(String dialect, String declared, Optional<String> base) {

  /** The property that holds {@link #dialect}. */
  public static final String DIALECT = "headrace.sql.dialect";

  /** The property that holds {@link #declared}. */
  public static final String TYPE = "headrace.sql.type";

  /** The property that holds {@link #base}. */
  public static final String BASE_TYPE = "headrace.sql.base.type";

  public SqlType(String dialect, String declared) {
    this(dialect, declared, Optional.empty());
  }

  /** Writes this type to {@code schema}, which is not a union; gives it back. */
  public Schema to(Schema schema) {
    JsonProperties properties = schema;
    properties.addProp(DIALECT, dialect);
    properties.addProp(TYPE, declared);
    base.ifPresent(name -> properties.addProp(BASE_TYPE, name));
    return schema;
  }

  /** The type that {@code schema}, which is not a union, came from; empty when it is not told. */
  public static Optional<SqlType> of(Schema schema) {
    String dialect = schema.getProp(DIALECT);
    String declared = schema.getProp(TYPE);
    return dialect == null || declared == null
        ? Optional.empty()
        : Optional.of(
            new SqlType(dialect, declared, Optional.ofNullable(schema.getProp(BASE_TYPE))));
  }
}
