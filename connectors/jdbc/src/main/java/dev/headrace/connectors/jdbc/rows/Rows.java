package dev.headrace.connectors.jdbc.rows;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a statement gives, read as they come: however many there are, a bounded number is
 * held. Stands before the first row at first. One thread.
 */
public interface Rows extends AutoCloseable {

  /** Moves to the next row; false behind the last. */
  boolean next() throws SQLException;

  /** A value of this row by its column, from 0, as {@code Value.Datum} wants it; null for none. */
  @Nullable Object value(int column) throws SQLException, UnfitValue;

  /** A value that is not null, as a text that tells it exactly and that the database can read. */
  String text(int column) throws SQLException;

  /** Whether all rows were read, so that nothing need be cut. */
  boolean isAtEnd();

  /** Ends the statement; a connection in the middle of one is closed. Does not throw. */
  @Override
  void close();
}
