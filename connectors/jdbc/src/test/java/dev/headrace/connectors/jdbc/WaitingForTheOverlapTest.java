package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where nobody tells which transactions are open: H2, with an overlap of ten seconds. */
final class WaitingForTheOverlapTest {

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private Instant now = Instant.now();
  private Connection database;
  private Follower follower;

  @BeforeEach
  void create() throws Exception {
    database = DriverManager.getConnection(url);
    execute(database, "CREATE TABLE rows (id BIGINT PRIMARY KEY)");
    follower =
        new Follower(
            Map.of(
                "url",
                url,
                "tables",
                "rows",
                "mode",
                "incrementing",
                "incrementing.column",
                "id",
                "poll.interval",
                "1s",
                "overlap",
                "10s"),
            ReadMode.CONTINUOUS,
            () -> now);
  }

  @AfterEach
  void close() throws Exception {
    follower.close();
    execute(database, "SHUTDOWN");
    database.close();
  }

  @Test
  void deliversRowsAtOnceAndLateOnesWhenTheyCommit() throws Exception {
    try (Connection late = DriverManager.getConnection(url)) {
      late.setAutoCommit(false);
      execute(late, "INSERT INTO rows VALUES (1)");
      execute(database, "INSERT INTO rows VALUES (2)");
      look();
      assertThat(follower.values("ID")).containsExactly("2");

      late.commit();
      look();
      assertThat(follower.values("ID")).containsExactly("2", "1");
    }
    settle();
    assertThat(follower.values("ID")).containsExactly("2", "1");
    assertThat(follower.committed().values())
        .singleElement()
        .satisfies(position -> assertThat(position.floor()).hasValue("2"));
  }

  @Test
  void remembersThroughRestartsWhatItDelivered() throws Exception {
    try (Connection late = DriverManager.getConnection(url)) {
      late.setAutoCommit(false);
      execute(late, "INSERT INTO rows VALUES (5)");
      execute(database, "INSERT INTO rows SELECT 10 + X FROM SYSTEM_RANGE(1, 100)");
      look();
      follower.close();
      look();
      late.commit();
      follower.close();
      look();
    }
    settle();
    assertThat(follower.values("ID")).hasSize(101).contains("5").doesNotHaveDuplicates();
  }

  @Test
  void holdsBackWhatItCannotRememberUntilItIsSettled() throws Exception {
    execute(database, "INSERT INTO rows SELECT X FROM SYSTEM_RANGE(1, 1000)");
    look();
    assertThat(follower.values("ID")).hasSize(256);

    int[] reads = new int[1];
    follower.reading(70).dyingWhen(() -> ++reads[0] % 3 == 0);
    settle();

    assertThat(follower.values("ID"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 1000).mapToObj(Integer::toString).toList());
  }

  private void look() throws Exception {
    now = now.plusSeconds(1);
    follower.look();
  }

  private void settle() throws Exception {
    for (int i = 0; i < 30; i++) {
      look();
    }
    now = now.plus(Duration.ofMinutes(1));
    look();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
