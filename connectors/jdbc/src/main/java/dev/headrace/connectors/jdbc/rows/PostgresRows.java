package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows by {@code COPY … TO STDOUT} in PostgreSQL's binary format. The server sends as fast as rows
 * are read and no faster, so memory is bounded by one row; numbers, times and identifiers are not
 * printed and parsed.
 */
public final class PostgresRows implements Rows {

  /** The signature, flags, and length of an extension of a copy's header. */
  private static final int HEADER = 11 + 4 + 4;

  private static final int HEADER_EXTENSION = 11 + 4;
  private static final int TRAILER = -1;
  private static final byte[] NOTHING = new byte[0];

  private final Database database;
  private final Connection connection;
  private final CopyOut copy;
  private final PostgresDecoder[] decoders;
  private final int[] starts;
  private final int[] lengths;
  private byte[] row = NOTHING;
  private boolean headerRead;
  private boolean atEnd;

  private PostgresRows(
      Database database, Connection connection, CopyOut copy, PostgresDecoder[] decoders) {
    this.database = database;
    this.connection = connection;
    this.copy = copy;
    this.decoders = decoders;
    this.starts = new int[decoders.length];
    this.lengths = new int[decoders.length];
  }

  /**
   * Takes over {@code connection}, in which a transaction is open.
   *
   * @param select gives columns of {@code shapes}, in their order
   */
  public static PostgresRows open(
      Database database, Connection connection, String select, List<Shape> shapes)
      throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + select + ") TO STDOUT (FORMAT binary)");
    return new PostgresRows(
        database,
        connection,
        copy,
        shapes.stream().map(PostgresDecoder::of).toArray(PostgresDecoder[]::new));
  }

  @Override
  public boolean next() throws SQLException {
    while (!atEnd) {
      byte[] message = copy.readFromCopy();
      if (message == null) {
        atEnd = true;
        return false;
      }
      if (split(message)) {
        return true;
      }
    }
    return false;
  }

  /** Finds the columns of a message; false when there is no row in it. */
  private boolean split(byte[] message) throws SQLException {
    int at = 0;
    if (!headerRead) {
      headerRead = true;
      at = HEADER + PostgresDecoder.intAt(message, HEADER_EXTENSION);
    }
    if (at == message.length) {
      return false;
    }
    int columns = PostgresDecoder.shortAt(message, at);
    if (columns == TRAILER) {
      return false;
    }
    if (columns != decoders.length) {
      throw new SQLException("a row has " + columns + " columns where " + decoders.length + " are");
    }
    at += Short.BYTES;
    for (int i = 0; i < columns; i++) {
      int length = PostgresDecoder.intAt(message, at);
      at += Integer.BYTES;
      starts[i] = at;
      lengths[i] = length;
      at += Math.max(0, length);
    }
    row = message;
    return true;
  }

  @Override
  public @Nullable Object value(int column) throws UnfitValue {
    int length = lengths[column];
    return length < 0 ? null : decoders[column].decode(row, starts[column], length);
  }

  @Override
  public String text(int column) {
    return decoders[column].text(row, starts[column], lengths[column]);
  }

  /** Four bytes without a sign, such as a transaction's number. */
  public long unsigned(int column) {
    return Integer.toUnsignedLong(PostgresDecoder.intAt(row, starts[column]));
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public void close() {
    if (!atEnd) {
      database.discard(connection);
      return;
    }
    try {
      connection.commit();
      connection.setAutoCommit(true);
      connection.close();
    } catch (SQLException broken) {
      database.discard(connection);
    }
  }
}
