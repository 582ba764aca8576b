package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Value;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Typed records by hand. */
final class Data {

  /** A number, a text that may be null, and a number that may be null. */
  static final Schema ORDER =
      SchemaBuilder.record("order")
          .fields()
          .requiredLong("id")
          .optionalString("customer")
          .optionalInt("quantity")
          .endRecord();

  /** A key of one field. */
  static final Schema ORDER_KEY =
      SchemaBuilder.record("order_key").fields().requiredLong("id").endRecord();

  private Data() {}

  /** A record whose fields have these values, in the schema's order. */
  static Entry row(Schema schema, @Nullable Object... values) {
    return Entry.of(datum(schema, values));
  }

  /** A value with its fields in the schema's order. */
  static Value.Datum datum(Schema schema, @Nullable Object... values) {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return new Value.Datum(record, schema);
  }

  /** A record of {@link #ORDER}. */
  static Entry order(long id, @Nullable String customer, @Nullable Integer quantity) {
    return row(ORDER, id, customer, quantity);
  }

  /** The same with its number as key. */
  static Entry keyedOrder(long id, @Nullable String customer, @Nullable Integer quantity) {
    return order(id, customer, quantity).withKey(datum(ORDER_KEY, id));
  }

  /** Deletes an order. */
  static Entry deletion(long id) {
    return Entry.tombstone().withKey(datum(ORDER_KEY, id));
  }
}
