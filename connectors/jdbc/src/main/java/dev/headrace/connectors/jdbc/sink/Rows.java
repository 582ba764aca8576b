package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rows of one layout on their way into a table, in order of their offsets. They are kept until
 * {@link #clear}, so that parts of them can be stored again. One thread.
 */
interface Rows extends AutoCloseable {

  /**
   * Adds the row that the fields stand for. It may be on its way to the database before {@link
   * #finish}.
   *
   * @param deletion whether the row with this key is to be deleted
   * @return why the row can never be stored; empty when it was added
   */
  Optional<Reason> add(Fields fields, long offset, boolean deletion) throws SQLException;

  int count();

  /** Whether enough is collected. */
  boolean isFull();

  /** The offset of a row. */
  long offset(int row);

  /** Stores all rows for the first time. */
  void finish() throws SQLException;

  /** Stores the rows in {@code [from, to)} after an attempt was undone. */
  void store(int from, int to) throws SQLException;

  /** Why the database refuses a row; empty when the failure is about something else. */
  Optional<Reason> refusal(SQLException failure);

  /** The row of {@code [from, to)} that the failure names. */
  OptionalInt suspect(SQLException failure, int from, int to);

  /** Forgets all rows. */
  void clear();

  /** Releases what the database holds for them; the connection may be gone. */
  @Override
  void close();
}
