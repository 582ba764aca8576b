package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import org.apache.avro.Schema;

/** What a table has for records of one schema. */
sealed interface Fit {

  /** Whether it is the one for the record at hand. */
  boolean serves(Fields fields);

  /** A schema that stays the same is the same object: comparing what it says would cost more. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Schema one, Schema other) {
    return one == other;
  }

  /** Rows can be added. */
  record Ready(Schema key, Schema value, Rows rows, boolean deletes) implements Fit {
    @Override
    public boolean serves(Fields fields) {
      return isSame(key, fields.keySchema())
          && (isSame(value, fields.valueSchema()) || (deletes && fields.isTombstone()));
    }
  }

  /** No record of these schemas can be stored. */
  record Unfit(Schema key, Schema value, Reason why) implements Fit {
    @Override
    public boolean serves(Fields fields) {
      return isSame(key, fields.keySchema()) && isSame(value, fields.valueSchema());
    }
  }

  /** There is no table, and nothing to be deleted from it. */
  record Nothing() implements Fit {
    @Override
    public boolean serves(Fields fields) {
      return false;
    }
  }
}
