package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of any driver, which fetches so many at a time as it is told. */
public final class ResultSetRows implements Rows {

  private final Database database;
  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final ResultSetColumn[] columns;
  private boolean atEnd;

  private ResultSetRows(
      Database database,
      Connection connection,
      PreparedStatement statement,
      ResultSet rows,
      ResultSetColumn[] columns) {
    this.database = database;
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
    this.columns = columns;
  }

  /** Takes over {@code connection} and {@code statement}, which gives columns of {@code shapes}. */
  public static ResultSetRows open(
      Database database, Connection connection, PreparedStatement statement, List<Shape> shapes)
      throws SQLException {
    ResultSetColumn[] columns =
        shapes.stream()
            .map(shape -> ResultSetColumn.of(database.kind(), shape))
            .toArray(ResultSetColumn[]::new);
    return new ResultSetRows(database, connection, statement, statement.executeQuery(), columns);
  }

  @Override
  public boolean next() throws SQLException {
    if (!atEnd && !rows.next()) {
      atEnd = true;
    }
    return !atEnd;
  }

  @Override
  public @Nullable Object value(int column) throws SQLException, UnfitValue {
    return columns[column].read(rows, column + 1);
  }

  @Override
  public String text(int column) throws SQLException {
    return columns[column].text(rows, column + 1);
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public void close() {
    try {
      rows.close();
      statement.close();
      connection.rollback();
      connection.setAutoCommit(true);
      connection.close();
    } catch (SQLException broken) {
      database.discard(connection);
    }
  }
}
