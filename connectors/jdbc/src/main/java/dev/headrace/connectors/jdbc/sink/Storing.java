package dev.headrace.connectors.jdbc.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stores rows one after another by prepared statements. One thread. */
interface Storing extends AutoCloseable {

  /** Forgets what an attempt that failed has left behind. */
  void begin() throws SQLException;

  /** Takes a row, whose values come in the order of the layout's cells. */
  void add(@Nullable Object[] row) throws SQLException;

  /** Stores what was taken. */
  void finish() throws SQLException;

  @Override
  void close() throws SQLException;

  /** Inserts. */
  static Storing inserts(Connection connection, Statements statements) throws SQLException {
    return each(connection, statements.insert(), allCells(statements.layout()));
  }

  /** Changes rows that are there. */
  static Storing updates(Connection connection, Statements statements) throws SQLException {
    return each(connection, statements.update(), keyCellsLast(statements.layout()));
  }

  /** Deletes the rows of keys; nothing where the layout has none. */
  static Storing deletes(Connection connection, Statements statements) throws SQLException {
    Layout layout = statements.layout();
    return layout.deletes()
        ? each(connection, statements.delete(), IntStream.range(0, layout.keys()).toArray())
        : new Nothing();
  }

  /** By one statement a row, many at a time. */
  static Storing each(Connection connection, String sql, int[] order) throws SQLException {
    return new Batch(connection.prepareStatement(sql), order);
  }

  /** Changes the row that is there, or else inserts it. */
  static Storing updateOrInsert(Connection connection, Statements statements) throws SQLException {
    return new UpdateOrInsert(
        connection.prepareStatement(statements.update()),
        connection.prepareStatement(statements.insert()),
        statements.layout());
  }

  /** The cells in their order. */
  static int[] allCells(Layout layout) {
    return IntStream.range(0, layout.cells().size()).toArray();
  }

  /** The cells in the order of {@link Statements#update}. */
  static int[] keyCellsLast(Layout layout) {
    int all = layout.cells().size();
    int others = all == layout.keys() ? 0 : layout.keys();
    return IntStream.concat(IntStream.range(others, all), IntStream.range(0, layout.keys()))
        .toArray();
  }

  private static void set(PreparedStatement statement, int[] order, @Nullable Object[] row)
      throws SQLException {
    for (int i = 0; i < order.length; i++) {
      statement.setObject(i + 1, row[order[i]]);
    }
  }

  /** For what never comes. */
  record Nothing() implements Storing {
    @Override
    public void begin() {}

    @Override
    public void add(@Nullable Object[] row) {}

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  /** One statement. */
  record Batch(PreparedStatement statement, int[] order) implements Storing {
    @Override
    public void begin() throws SQLException {
      statement.clearBatch();
    }

    @Override
    public void add(@Nullable Object[] row) throws SQLException {
      set(statement, order, row);
      statement.addBatch();
    }

    @Override
    public void finish() throws SQLException {
      statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }

  /** Two statements, the second where the first changes nothing. */
  record UpdateOrInsert(PreparedStatement update, PreparedStatement insert, Layout layout)
      implements Storing {
    @Override
    public void begin() {}

    @Override
    public void add(@Nullable Object[] row) throws SQLException {
      set(update, keyCellsLast(layout), row);
      if (update.executeUpdate() == 0) {
        set(insert, allCells(layout), row);
        insert.executeUpdate();
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() throws SQLException {
      try (update;
          insert) {
        // Both are closed, also when one cannot be.
      }
    }
  }
}
