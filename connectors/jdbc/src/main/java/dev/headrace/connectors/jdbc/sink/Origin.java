package dev.headrace.connectors.jdbc.sink;

import org.jspecify.annotations.Nullable;

/** Where in a record the value of a column is. */
sealed interface Origin {

  @Nullable Object in(Fields fields);

  /** A field of the value. */
  record ValueField(int index) implements Origin {
    @Override
    public @Nullable Object in(Fields fields) {
      return fields.valueField(index);
    }
  }

  /** A field of the key. */
  record KeyField(int index) implements Origin {
    @Override
    public @Nullable Object in(Fields fields) {
      return fields.keyField(index);
    }
  }

  /** The whole key. */
  record WholeKey() implements Origin {
    @Override
    public @Nullable Object in(Fields fields) {
      return fields.key();
    }
  }

  /** A header. */
  record HeaderNamed(String name) implements Origin {
    @Override
    public @Nullable Object in(Fields fields) {
      return fields.header(name);
    }
  }
}
