package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that reach PostgreSQL by COPY: inserts straight into the table, while more are added;
 * upserts, updates and deletions into a temporary table, and from there in one statement. One
 * thread.
 */
final class CopyRows implements Rows {

  private static final Logger log = LoggerFactory.getLogger(CopyRows.class);

  private static final int FULL_BYTES = 4 * 1024 * 1024;
  private static final int PIECE_BYTES = 64 * 1024;

  private static final Pattern LINE = Pattern.compile(", line (\\d+)");

  private final Connection connection;
  private final Layout layout;
  private final CopySql sql;
  private final Cell[] cells;
  private final CopyForm[] forms;
  private final CopyText text = new CopyText();
  private final CopyLines lines = new CopyLines(text);
  private final LastPerKey lastPerKey = new LastPerKey(lines);

  private final int batchSize;

  /** The COPY that takes inserts while they are added. */
  private @Nullable CopyIn underWay;

  /** How many rows are in it, and how many bytes of them are sent. */
  private int streamedRows;

  private int sentBytes;

  /** The first row of the COPY that was begun last. */
  private int copiedFrom;

  /**
   * No rows so far. Makes the temporary tables, in the open transaction.
   *
   * @param number another one for each layout of the connection
   * @param batchSize the most rows that are kept
   */
  CopyRows(Connection connection, Layout layout, int number, int batchSize) throws SQLException {
    this.connection = connection;
    this.layout = layout;
    this.batchSize = batchSize;
    this.sql = CopySql.of(layout, number);
    this.cells = layout.cells().toArray(Cell[]::new);
    this.forms = layout.cells().stream().map(CopyForms::of).toArray(CopyForm[]::new);
    for (String statement : sql.makeStaging()) {
      run(statement);
    }
  }

  @Override
  public Optional<Reason> add(Fields fields, long offset, boolean deletion) throws SQLException {
    int start = text.length();
    int keyEnd = start;
    int count = deletion ? layout.keys() : cells.length;
    for (int i = 0; i < count; i++) {
      Cell cell = cells[i];
      Object value = cell.origin().in(fields);
      if (value == null) {
        if (i < layout.keys()) {
          text.cutTo(start);
          return Optional.of(layout.withoutKey(cell));
        }
        text.nothing();
      } else if (!forms[i].write(value, text)) {
        text.cutTo(start);
        return Optional.of(layout.cannotStore(cell));
      }
      if (i == layout.keys() - 1) {
        keyEnd = text.length();
      }
      text.columnEnd();
    }
    text.rowEnd();
    lines.add(offset, start, keyEnd, deletion);
    if (layout.mode() == Mode.INSERT) {
      stream(deletion);
    }
    return Optional.empty();
  }

  /** Puts an insert into the COPY under way, and sends what has become a piece. */
  private void stream(boolean deletion) throws SQLException {
    if (deletion || streamedRows < lines.count() - 1) {
      return;
    }
    if (underWay == null) {
      underWay = begin(sql.copyIntoTable(), 0);
    }
    streamedRows++;
    if (text.length() - sentBytes >= PIECE_BYTES) {
      sendStreamed();
    }
  }

  private void sendStreamed() throws SQLException {
    if (underWay != null) {
      int end = lines.end(streamedRows - 1);
      underWay.writeToCopy(text.array(), sentBytes, end - sentBytes);
      sentBytes = end;
    }
  }

  @Override
  public void finish() throws SQLException {
    int rest = streamedRows;
    if (underWay != null) {
      CopyIn inserts = underWay;
      sendStreamed();
      underWay = null;
      inserts.endCopy();
    }
    store(rest, lines.count());
  }

  @Override
  public void store(int from, int to) throws SQLException {
    if (layout.mode() == Mode.UPSERT) {
      upsert(from, to);
      return;
    }
    int end;
    for (int begin = from; begin < to; begin = end) {
      boolean deletion = lines.isDeletion(begin);
      end = begin + 1;
      while (end < to && lines.isDeletion(end) == deletion) {
        end++;
      }
      if (deletion) {
        delete(begin, end, _ -> true);
      } else if (layout.mode() == Mode.INSERT) {
        copy(sql.copyIntoTable(), begin, end, _ -> true);
      } else {
        update(begin, end);
      }
    }
  }

  private void upsert(int from, int to) throws SQLException {
    lastPerKey.of(from, to);
    delete(from, to, lastPerKey::deletes);
    int copied = copy(sql.copyIntoRows(), from, to, lastPerKey::remains);
    if (copied > 0) {
      run(sql.merge() + "; " + sql.rows().empty(copied));
    }
  }

  private void update(int from, int to) throws SQLException {
    if (layout.otherCells().isEmpty()) {
      return;
    }
    lastPerKey.of(from, to);
    int copied = copy(sql.copyIntoRows(), from, to, lastPerKey::remains);
    run(sql.update() + "; " + sql.rows().empty(copied));
  }

  private void delete(int from, int to, IntPredicate chosen) throws SQLException {
    int copied = copy(sql.copyIntoKeys(), from, to, chosen);
    if (copied > 0) {
      run(sql.delete() + "; " + sql.keys().empty(copied));
    }
  }

  /**
   * Copies the rows chosen.
   *
   * @return how many there were
   */
  private int copy(String statement, int from, int to, IntPredicate chosen) throws SQLException {
    int first = next(from, to, chosen);
    if (first == to) {
      return 0;
    }
    CopyIn copy = begin(statement, from);
    try {
      int copied = 0;
      int end;
      for (int begin = first; begin < to; begin = next(end, to, chosen)) {
        end = begin + 1;
        while (end < to && chosen.test(end)) {
          end++;
        }
        int start = lines.start(begin);
        copy.writeToCopy(text.array(), start, lines.end(end - 1) - start);
        copied += end - begin;
      }
      copy.endCopy();
      return copied;
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static int next(int from, int to, IntPredicate chosen) {
    int row = from;
    while (row < to && !chosen.test(row)) {
      row++;
    }
    return row;
  }

  private CopyIn begin(String statement, int from) throws SQLException {
    copiedFrom = from;
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
  }

  private void run(String statement) throws SQLException {
    try (Statement once = connection.createStatement()) {
      once.execute(statement);
    }
  }

  @Override
  public Optional<Reason> refusal(SQLException failure) {
    return RefusalText.of(failure, column(failure));
  }

  private Optional<String> column(SQLException failure) {
    Optional<ServerErrorMessage> server = server(failure);
    return server
        .map(ServerErrorMessage::getColumn)
        .or(
            () ->
                layout.cells().stream()
                    .map(Cell::name)
                    .filter(name -> where(server).contains(", column " + name + ": "))
                    .findFirst());
  }

  /** While rows go straight into the table, the line that the server names is a row. */
  @Override
  public OptionalInt suspect(SQLException failure, int from, int to) {
    if (layout.mode() != Mode.INSERT) {
      return OptionalInt.empty();
    }
    Matcher line = LINE.matcher(where(server(failure)));
    int row = -1;
    while (line.find()) {
      row = copiedFrom + Integer.parseInt(line.group(1)) - 1;
    }
    return row >= from && row < to ? OptionalInt.of(row) : OptionalInt.empty();
  }

  private static Optional<ServerErrorMessage> server(SQLException failure) {
    return failure instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
        : Optional.empty();
  }

  private static String where(Optional<ServerErrorMessage> message) {
    return message.map(ServerErrorMessage::getWhere).orElse("");
  }

  @Override
  public int count() {
    return lines.count();
  }

  @Override
  public boolean isFull() {
    return text.length() >= FULL_BYTES || lines.count() >= batchSize;
  }

  @Override
  public long offset(int row) {
    return lines.offset(row);
  }

  @Override
  public void clear() {
    lines.clear();
    streamedRows = 0;
    sentBytes = 0;
  }

  @Override
  public void close() {
    for (String statement : sql.dropStaging()) {
      try {
        run(statement);
      } catch (SQLException gone) {
        log.debug("A temporary table is gone already", gone);
      }
    }
  }
}
