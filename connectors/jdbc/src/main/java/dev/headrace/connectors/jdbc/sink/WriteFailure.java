package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import java.sql.SQLException;

/** Says what it means for the user that a database could not be written to, without any values. */
final class WriteFailure {

  private WriteFailure() {}

  /**
   * The failure as the runtime takes it: whatever kind it is, all that was written since the last
   * commit is undone, and comes again when the sink is opened anew.
   */
  static ConnectorException of(SQLException failure) {
    SqlFailure.Kind kind = SqlFailure.kind(failure);
    Reason reason =
        new Reason(
            kind.code(),
            "Writing to the database failed: " + RefusalText.words(failure),
            next(kind, failure));
    return switch (kind) {
      case UNREACHABLE, BUSY -> ConnectorException.transientFailure(reason, failure);
      case STATEMENT ->
          changedMeanwhile(failure)
              ? ConnectorException.transientFailure(reason, failure)
              : ConnectorException.wrongConfiguration(reason);
      case LOGIN, TLS -> ConnectorException.wrongConfiguration(reason);
      case VALUE, UNEXPECTED -> ConnectorException.unexpected(reason, failure);
    };
  }

  /** A table or a column is not there that was: when the sink is opened anew it looks again. */
  private static boolean changedMeanwhile(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.equals("42P01") || state.equals("42703");
  }

  private static String next(SqlFailure.Kind kind, SQLException failure) {
    return switch (kind) {
      case UNREACHABLE -> "It is tried again by itself; check that the server runs.";
      case BUSY -> "It is tried again by itself.";
      case LOGIN, TLS -> kind.next();
      case STATEMENT ->
          "42P10".equals(failure.getSQLState())
              ? "Give the table a unique index on the columns of `key.columns`."
              : "Check the names in the config, and the user's rights.";
      case VALUE, UNEXPECTED -> "See the log for the whole stack trace.";
    };
  }
}
