package dev.headrace.connectors.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ConnectorException.Kind;
import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectingTest {

  private static Postgres postgres;

  @BeforeAll
  static void create() throws Exception {
    postgres = Postgres.create();
    postgres.execute("CREATE ROLE guest LOGIN PASSWORD 'right' NOSUPERUSER");
  }

  @AfterAll
  static void drop() throws Exception {
    postgres.execute("DROP ROLE guest");
    postgres.close();
  }

  @Test
  void namesItselfToTheServer() throws Exception {
    try (Database database = open(postgres.settings());
        Connection connection = database.connection()) {
      assertThat(connection.isValid(10)).isTrue();
      assertThat(postgres.rows("SELECT application_name FROM pg_stat_activity"))
          .contains("headrace orders");
    }
  }

  @Test
  void makesTheFolderOfAnSqliteDatabase(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("not/there/yet.db");

    try (Database database = open(Map.of("url", "jdbc:sqlite:" + file + "?cache=private"))) {
      assertThat(file.getParent()).isDirectory();
      assertThat(database.connection().isValid(10)).isTrue();
    }
  }

  @Test
  void tellsAtOnceThatTheDatabaseDoesNotExist() {
    assertThatThrownBy(() -> open(Settings.with(postgres.settings(), "url", postgres.url() + "x")))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(failure.reason().code()).isEqualTo("jdbc.statement-refused");
              assertThat(failure.reason().what()).contains("does not exist").contains("3D000");
            });
  }

  @Test
  void triesAgainWhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(
            () -> open(Map.of("url", "jdbc:postgresql://localhost:" + port + "/db", "user", "a")))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
              assertThat(failure.reason().code()).isEqualTo("jdbc.unreachable");
            });
  }

  @Test
  void saysThatThereIsNoDriver() {
    assertThatThrownBy(() -> open(Map.of("url", "jdbc:nothing://host/db")))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(failure.reason().what())
                  .isEqualTo("There is no driver for URLs that begin with jdbc:nothing:.");
            });
  }

  @Test
  void doesNotWaitForeverForAConnection() throws Exception {
    Map<String, String> settings = Settings.with(postgres.settings(), "connect.timeout", "300ms");
    try (Database database = open(settings);
        Connection first = database.connection();
        Connection second = database.connection()) {
      assertThat(first).isNotSameAs(second);
      assertThatThrownBy(database::connection)
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT));
    }
  }

  @Test
  void cutsAQueryWhenItsThreadIsInterrupted() throws Exception {
    AtomicReference<SQLException> cut = new AtomicReference<>();
    try (Database database = open(postgres.settings())) {
      Thread worker =
          Thread.ofPlatform()
              .name("worker")
              .start(
                  () -> {
                    try (Connection connection = database.connection();
                        Statement statement = connection.createStatement();
                        var _ = database.interruptible(connection)) {
                      statement.execute("SELECT pg_sleep(600)");
                    } catch (SQLException expected) {
                      cut.set(expected);
                    } catch (ConnectorException unexpected) {
                      throw new IllegalStateException(unexpected);
                    }
                  });
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  !postgres
                      .rows("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'")
                      .isEmpty());
      worker.interrupt();
      worker.join(Duration.ofSeconds(60));
      assertThat((Throwable) cut.get()).isNotNull();
      assertThat(SqlFailure.kind(cut.get())).isEqualTo(SqlFailure.Kind.UNREACHABLE);
    }
  }

  @Test
  void discardsAConnectionInTheMiddleOfAResult() throws Exception {
    try (Database database = open(postgres.settings())) {
      for (int i = 0; i < 5; i++) {
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.setFetchSize(10);
        assertThat(statement.executeQuery("SELECT generate_series(1, 1000000)").next()).isTrue();
        database.discard(connection);
      }
      try (Connection connection = database.connection()) {
        assertThat(connection.isValid(10)).isTrue();
      }
    }
  }

  private static Database open(Map<String, String> settings) throws ConnectorException {
    return Database.open(Settings.bind(ConnectionSettings.class, settings), "orders", 2);
  }
}
