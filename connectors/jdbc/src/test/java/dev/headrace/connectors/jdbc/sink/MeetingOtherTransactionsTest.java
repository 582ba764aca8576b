package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ConnectorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Two transactions in each other's way: the sink gives way, and does all of it again. */
final class MeetingOtherTransactionsTest {

  private static final String ROWS = "SELECT id, customer, quantity FROM orders ORDER BY id";

  @Test
  void givesWayWhenAStricterIsolationTellsItTo() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink =
            SinkTask.begin(
                database.settings(
                    "mode",
                    "upsert",
                    "key.columns",
                    "id",
                    "driver.options",
                    "-c default_transaction_isolation=repeatable\\ read"))) {
      // Given
      sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      sink.write(Data.order(1, "Ada", 2));
      database.execute("UPDATE orders SET customer = 'Bert' WHERE id = 2");

      // When
      assertGivesWay(() -> sink.write(Data.order(2, "Bob", 2)));
      sink.restart();
      sink.write();
      sink.flush();

      // Then
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|2", "2|Bob|2");
    }
  }

  @Test
  void givesWayInADeadlock() throws Exception {
    try (Db database = Db.postgresql();
        ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("other-session").factory());
        Connection other = database.connect();
        Statement statement = other.createStatement();
        SinkTask sink =
            SinkTask.begin(
                database.settings(
                    "mode",
                    "upsert",
                    "key.columns",
                    "id",
                    "driver.options",
                    // The session that looks first is the one that gives way.
                    "-c deadlock_timeout=50ms"))) {
      // Given
      sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      other.setAutoCommit(false);
      statement.execute("SET deadlock_timeout = '10min'");
      statement.execute("UPDATE orders SET customer = 'Bert' WHERE id = 2");
      sink.write(Data.order(1, "Ada", 2));
      Future<Integer> blocked =
          thread.submit(
              () -> statement.executeUpdate("UPDATE orders SET customer = 'Ann' WHERE id = 1"));
      await().atMost(Duration.ofSeconds(60)).until(() -> isWaitingForALock(database));

      // When
      assertGivesWay(() -> sink.write(Data.order(2, "Bob", 2)));
      sink.close();
      assertThat(blocked.get()).isEqualTo(1);
      other.commit();
      sink.open();
      sink.write();
      sink.flush();

      // Then
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|2", "2|Bob|2");
    }
  }

  private static boolean isWaitingForALock(Db database) throws SQLException {
    return !database
        .rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND query LIKE '%''Ann''%' AND datname = current_database()")
        .isEmpty();
  }

  private static void assertGivesWay(ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TRANSIENT);
              assertThat(failure.reason().code()).isEqualTo("jdbc.busy");
            });
  }
}
