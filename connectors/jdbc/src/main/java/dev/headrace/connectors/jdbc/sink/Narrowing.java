package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the rows that a database refuses: a range that fails is undone and tried again in halves,
 * until single rows fail, which are refused, and all others are stored. Where the database says
 * which row it was, that one is tried alone first. The transaction goes on throughout.
 */
final class Narrowing {

  /**
   * A database's word on the row is followed so often: each time most of the range is sent anew.
   */
  private static final int HINTS = 8;

  private final Transaction transaction;
  private final Rows rows;
  private final List<Refused> refused = new ArrayList<>();
  private int hints = HINTS;

  private Narrowing(Transaction transaction, Rows rows) {
    this.transaction = transaction;
    this.rows = rows;
  }

  /**
   * Stores all rows but the refused, which it returns. The first attempt was begun by {@link
   * Transaction#savepoint} before the first row was added.
   *
   * @throws SQLException for anything else than a refused row
   */
  static List<Refused> store(Transaction transaction, Rows rows) throws SQLException {
    Narrowing narrowing = new Narrowing(transaction, rows);
    try {
      rows.finish();
      transaction.keep();
    } catch (SQLException failure) {
      narrowing.undo(failure, 0, rows.count());
    }
    return narrowing.refused;
  }

  private void attempt(int from, int to) throws SQLException {
    if (from == to) {
      return;
    }
    transaction.savepoint();
    try {
      rows.store(from, to);
      transaction.keep();
    } catch (SQLException failure) {
      undo(failure, from, to);
    }
  }

  private void undo(SQLException failure, int from, int to) throws SQLException {
    Optional<Reason> reason = rows.refusal(failure);
    if (reason.isEmpty()) {
      throw failure;
    }
    transaction.undo();
    if (to - from == 1) {
      refused.add(new Refused(rows.offset(from), reason.get()));
      return;
    }
    OptionalInt suspect = hints > 0 ? rows.suspect(failure, from, to) : OptionalInt.empty();
    if (suspect.isPresent()) {
      hints--;
      attempt(from, suspect.getAsInt());
      attempt(suspect.getAsInt(), suspect.getAsInt() + 1);
      attempt(suspect.getAsInt() + 1, to);
    } else {
      int middle = (from + to) >>> 1;
      attempt(from, middle);
      attempt(middle, to);
    }
  }
}
