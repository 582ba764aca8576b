package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Decides which rows of a partition are read when, and keeps the position. Asked in turns: what
 * next, then for each row of a scan whether it is delivered, then what next. One thread.
 */
interface Course {

  /** What to do. */
  sealed interface Step {

    /** Read the rows for which all {@code conditions} hold. */
    record Read(List<Sql> conditions) implements Step {}

    /** Nothing is to be read for so long. */
    record Rest(Duration atMost) implements Step {}

    /** Something was settled without reading: ask again. */
    record Again() implements Step {}

    /** Everything is read, for ever. */
    record End() implements Step {}
  }

  /** What becomes of a row. */
  enum Verdict {
    /** It is delivered. */
    DELIVER,
    /** It was delivered before, or comes later. */
    PASS,
    /** Neither this row nor those behind it are delivered now; the scan is over. */
    STOP
  }

  /** What to do next, of {@code subject}. Called between scans. */
  Step next(Subject subject) throws ConnectorException;

  /** What becomes of the row that {@code scan} stands on. */
  Verdict verdict(Scan scan) throws SQLException;

  /** The scan has given its last row, or was stopped. */
  void scanned() throws ConnectorException;

  /**
   * Whether the scan that is just over was the last one. Then the end is told together with the
   * position: what is committed says both or neither.
   */
  default boolean isOver() {
    return false;
  }

  /**
   * The position behind all rows of which {@link #verdict} was asked.
   *
   * @param scan the scan under way, on the last of these rows
   */
  JdbcPosition within(Scan scan) throws SQLException;

  /** The position between scans. */
  JdbcPosition between();
}
