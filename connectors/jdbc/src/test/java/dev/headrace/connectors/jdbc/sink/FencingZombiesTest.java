package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.testing.TestContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FencingZombiesTest {

  private static final String IDS = "SELECT \"id\" FROM \"orders\" ORDER BY \"id\"";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void letsNoWriterCommitThatAnotherHasFollowed(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask zombie = SinkTask.begin(database.settings());
        SinkTask heir =
            SinkTask.notOpened(database.settings(), new TestContext(ReadMode.CONTINUOUS))) {
      // Given
      zombie.store(Data.order(1, "Ada", 1));
      heir.takeOverFrom(zombie);
      heir.open();

      // When
      assertThatThrownBy(() -> zombie.store(Data.order(2, "Bob", 1)))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TRANSIENT);
                assertThat(failure.reason().code()).isEqualTo("jdbc.fenced");
              });
      zombie.close();
      heir.store(Data.order(2, "Bob", 1));

      // Then
      assertThat(database.rows(IDS)).containsExactly("1", "2");
    }
  }

  @Test
  void undoesWhatAZombieHasInItsTransaction() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask zombie = SinkTask.begin(database.settings());
        SinkTask heir =
            SinkTask.notOpened(database.settings(), new TestContext(ReadMode.CONTINUOUS))) {
      // Given
      zombie.store(Data.order(1, "Ada", 1));
      zombie.write(Data.order(2, "Bob", 1));
      heir.takeOverFrom(zombie);
      heir.open();
      heir.write();
      heir.flush();

      // When
      assertThatThrownBy(zombie::flush).isInstanceOf(ConnectorException.class);

      // Then
      assertThat(database.rows(IDS)).containsExactly("1", "2");
    }
  }

  @Test
  void waitsForTheCommitOfTheWriterBefore() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink = SinkTask.begin(database.settings("lock.timeout", "200ms"))) {
      // Given
      sink.store(Data.order(1, "Ada", 1));
      sink.close();
      try (Connection before = database.connect();
          Statement statement = before.createStatement()) {
        before.setAutoCommit(false);
        statement.execute("UPDATE headrace_positions SET next_offset = 2");
        statement.execute("INSERT INTO orders VALUES (2, 'Bob', 1)");

        // When
        assertThatThrownBy(sink::open)
            .isInstanceOfSatisfying(
                ConnectorException.class,
                failure -> assertThat(failure.reason().code()).isEqualTo("jdbc.busy"));
        before.commit();
      }
      sink.open();
      sink.store(Data.order(2, "Bob", 1), Data.order(3, "Cyd", 1));

      // Then
      assertThat(database.rows(IDS)).containsExactly("1", "2", "3");
    }
  }
}
