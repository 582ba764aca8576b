package dev.headrace.connectors.jdbc.connection;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a failure of a database is about, by its SQLSTATE (the standard's classes, and those of
 * PostgreSQL), or by the driver's own number where it gives no state.
 */
public final class SqlFailure {

  /** What a failure is about, and so what helps. */
  public enum Kind {
    /** The server is away, restarting, or has no resources left: time helps. */
    UNREACHABLE("jdbc.unreachable", "It is tried again by itself; check that the server runs."),
    /** Others hold locks, or two transactions were in each other's way: time helps. */
    BUSY("jdbc.busy", "It is tried again by itself."),
    /** The login was refused. */
    LOGIN(
        "jdbc.login-refused",
        "Check `user` and `password`, whether `sslmode` and `sslcert` are what the server wants,"
            + " and whom it lets in."),
    /** Certificates are not what one side wants. */
    TLS(
        "jdbc.tls-refused",
        "Check `sslrootcert`, `sslcert` and `sslkey`, and that the server's certificate names the"
            + " host in `url`."),
    /** The statement or what it names is wrong, or may not be used. */
    STATEMENT("jdbc.statement-refused", "Check the names in the config, and the user's rights."),
    /** A value does not fit its column, or breaks a constraint. */
    VALUE("jdbc.value-refused", "Correct the record, or let the column take it."),
    /** Nobody foresaw it. */
    UNEXPECTED("jdbc.failed", "See the log for the whole stack trace.");

    private final String code;
    private final String next;

    Kind(String code, String next) {
      this.code = code;
      this.next = next;
    }

    /** The stable code for programs. */
    public String code() {
      return code;
    }

    /** What to do. */
    public String next() {
      return next;
    }
  }

  /** A write where nothing can be written: to a server that has become a standby, for a sink. */
  private static final String READ_ONLY = "25006";

  /** By SQLSTATE, or by its first two characters; the longer one counts. */
  private static final Map<String, Kind> BY_STATE =
      Map.ofEntries(
          Map.entry("08", Kind.UNREACHABLE),
          Map.entry("08004", Kind.LOGIN),
          Map.entry("53", Kind.UNREACHABLE),
          Map.entry("57P", Kind.UNREACHABLE),
          Map.entry("57014", Kind.BUSY),
          Map.entry("58", Kind.UNREACHABLE),
          Map.entry(READ_ONLY, Kind.UNREACHABLE),
          Map.entry("40", Kind.BUSY),
          Map.entry("55P03", Kind.BUSY),
          Map.entry("55006", Kind.BUSY),
          Map.entry("HYT00", Kind.BUSY),
          Map.entry("90020", Kind.BUSY),
          Map.entry("28", Kind.LOGIN),
          Map.entry("3D", Kind.STATEMENT),
          Map.entry("3F", Kind.STATEMENT),
          Map.entry("42", Kind.STATEMENT),
          Map.entry("21", Kind.VALUE),
          Map.entry("22", Kind.VALUE),
          Map.entry("23", Kind.VALUE),
          Map.entry("44", Kind.VALUE),
          Map.entry("54", Kind.VALUE),
          Map.entry("P0001", Kind.VALUE));

  /** SQLite's primary result codes. */
  private static final Map<Integer, Kind> BY_SQLITE_CODE =
      Map.ofEntries(
          Map.entry(1, Kind.STATEMENT),
          Map.entry(3, Kind.STATEMENT),
          Map.entry(5, Kind.BUSY),
          Map.entry(6, Kind.BUSY),
          Map.entry(8, Kind.STATEMENT),
          Map.entry(9, Kind.BUSY),
          Map.entry(10, Kind.UNREACHABLE),
          Map.entry(13, Kind.UNREACHABLE),
          Map.entry(14, Kind.STATEMENT),
          Map.entry(18, Kind.VALUE),
          Map.entry(19, Kind.VALUE),
          Map.entry(20, Kind.VALUE),
          Map.entry(26, Kind.STATEMENT));

  private static final int PRIMARY = 0xFF;

  /** PostgreSQL's and H2's. */
  private static final Set<String> MISSING_NAMES = Set.of("42703", "42P01", "42S02", "42S22");

  private SqlFailure() {}

  /** What {@code failure} is about. */
  public static Kind kind(SQLException failure) {
    SQLException told = told(failure);
    if (TlsFailure.is(told)) {
      return Kind.TLS;
    }
    String state = Optional.ofNullable(told.getSQLState()).orElse("");
    for (int length = Math.min(5, state.length()); length >= 2; length--) {
      Kind kind = BY_STATE.get(state.substring(0, length));
      if (kind != null) {
        return kind;
      }
    }
    if (told.getClass().getName().startsWith("org.sqlite.")) {
      return BY_SQLITE_CODE.getOrDefault(told.getErrorCode() & PRIMARY, Kind.UNEXPECTED);
    }
    return switch (told) {
      case SQLTransientException _,
          SQLRecoverableException _,
          SQLNonTransientConnectionException _ ->
          Kind.UNREACHABLE;
      default -> Kind.UNEXPECTED;
    };
  }

  /**
   * What the runtime is told when a statement that reads failed: a value that a query cannot
   * compute, and an attempt to write, are the query's fault.
   *
   * @param doing what was tried, as it ends the sentence "The database refused to …"
   */
  public static ConnectorException reading(String doing, SQLException failure) {
    Kind kind = kind(failure);
    boolean isItsFault = kind == Kind.VALUE || READ_ONLY.equals(told(failure).getSQLState());
    return of(isItsFault ? Kind.STATEMENT : kind, doing, failure);
  }

  /** What the runtime is told when a statement that writes records failed. */
  public static ConnectorException writing(String doing, SQLException failure) {
    return of(kind(failure), doing, failure);
  }

  /**
   * Whether a statement named a table or column that is not there: of a statement that was made
   * from the catalog, that it was changed in between.
   */
  public static boolean isMissingName(ConnectorException failure) {
    return failure.getCause() instanceof SQLException cause
        && MISSING_NAMES.contains(String.valueOf(told(cause).getSQLState()));
  }

  /** What a failure means for the user. */
  public static Reason reason(Kind kind, String doing, SQLException failure) {
    return new Reason(kind.code, doing + " failed: " + message(failure), kind.next);
  }

  private static ConnectorException of(Kind kind, String doing, SQLException failure) {
    Reason reason = reason(kind, doing, failure);
    return switch (kind) {
      case UNREACHABLE, BUSY -> ConnectorException.transientFailure(reason, failure);
      case LOGIN, TLS, STATEMENT -> ConnectorException.wrongConfiguration(reason, failure);
      case VALUE -> ConnectorException.refusedBatch(reason, failure);
      case UNEXPECTED -> ConnectorException.unexpected(reason, failure);
    };
  }

  /** The server's own words, without the statement, on one line. */
  private static String message(SQLException failure) {
    SQLException told = told(failure);
    String text = String.valueOf(told.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    String state = told.getSQLState();
    return state == null ? text : text + " (SQLSTATE " + state + ")";
  }

  /** A pool wraps what the driver said. */
  private static SQLException told(SQLException failure) {
    SQLException told = failure;
    while (told.getCause() instanceof SQLException cause) {
      told = cause;
    }
    return told;
  }
}
