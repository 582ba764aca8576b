package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFileTest {

  private static final String COUNT = "SELECT count(*) FROM orders";

  @TempDir Path folder;

  @Test
  void canBeReadWhileTheSinkIsInTheMiddleOfATransaction() throws Exception {
    try (Db database = Db.create(Db.Kind.SQLITE, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.store(Data.order(1, "Ada", 1));
      sink.write(Data.order(2, "Bob", 1));

      // When
      try (Connection reader = database.connect();
          Statement statement = reader.createStatement()) {
        reader.setAutoCommit(false);
        assertThat(count(statement)).isEqualTo(1);
        sink.flush();

        // Then
        assertThat(count(statement)).isEqualTo(1);
        reader.commit();
        assertThat(count(statement)).isEqualTo(2);
      }
    }
  }

  @Test
  void isWrittenToAgainWhenAnotherWriterIsDone() throws Exception {
    try (Db database = Db.create(Db.Kind.SQLITE, folder);
        SinkTask sink = SinkTask.begin(database.settings("lock.timeout", "100ms"))) {
      // Given
      sink.store(Data.order(1, "Ada", 1));
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("UPDATE orders SET quantity = 7");

        // When
        assertThatThrownBy(() -> sink.write(Data.order(2, "Bob", 1)))
            .isInstanceOfSatisfying(
                ConnectorException.class,
                failure -> {
                  assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TRANSIENT);
                  assertThat(failure.reason().code()).isEqualTo("jdbc.busy");
                });
        other.commit();
      }
      sink.restart();
      sink.write();
      sink.flush();

      // Then
      assertThat(database.rows("SELECT id, quantity FROM orders")).containsExactly("1|7", "2|1");
    }
  }

  @Test
  void hasOneTaskAndIsExactlyOnce() throws Exception {
    try (Db database = Db.create(Db.Kind.SQLITE, folder)) {
      JdbcSink sink = new JdbcSink();
      JdbcSinkSettings settings = Settings.bind(JdbcSinkSettings.class, database.settings());
      assertThat(sink.maxTasks(settings)).isEqualTo(1);
      assertThat(sink.guarantee(settings).level()).isEqualTo(Guarantee.Level.EXACTLY_ONCE);
    }
  }

  private static int count(Statement statement) throws Exception {
    try (ResultSet row = statement.executeQuery(COUNT)) {
      row.next();
      return row.getInt(1);
    }
  }
}
