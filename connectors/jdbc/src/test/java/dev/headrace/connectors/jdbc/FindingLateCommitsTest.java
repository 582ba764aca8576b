package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are delivered in whatever order their transactions commit. */
final class FindingLateCommitsTest {

  private static final int ROWS = 4_000;

  private Postgres postgres;

  @BeforeEach
  void create() throws Exception {
    postgres = Postgres.create();
    postgres.execute(
        "CREATE TABLE rows (id bigserial PRIMARY KEY, version int NOT NULL DEFAULT 0,"
            + " at timestamptz NOT NULL DEFAULT now(), writer int)");
  }

  @AfterEach
  void drop() throws Exception {
    postgres.close();
  }

  @Test
  void deliversARowThatCommitsBelowOthers() throws Exception {
    try (Follower follower = incrementing();
        Connection late = begin();
        Statement statement = late.createStatement()) {
      statement.execute("INSERT INTO rows DEFAULT VALUES");
      postgres.execute("INSERT INTO rows DEFAULT VALUES");
      follower.look();
      assertThat(follower.values("id")).containsExactly("2");

      late.commit();
      look(follower);

      assertThat(follower.values("id")).containsExactly("2", "1");
    }
  }

  @Test
  void deliversARowWhoseNumberWasTakenBeforeItsTransactionHadOne() throws Exception {
    try (Follower follower = incrementing();
        Connection late = begin();
        Statement statement = late.createStatement()) {
      statement.execute("SELECT setval('rows_id_seq', 10)");
      late.commit();
      statement.execute("SELECT 1");
      postgres.execute("INSERT INTO rows (id) VALUES (20)");
      for (int i = 0; i < 5; i++) {
        look(follower);
      }
      statement.execute("INSERT INTO rows (id) VALUES (5)");
      late.commit();
      look(follower);

      assertThat(follower.values("id")).containsExactly("20", "5");
    }
  }

  @Test
  void deliversRowsOfSavepointsAndOfTransactionsInTwoPhases() throws Exception {
    try (Follower follower = incrementing();
        Connection late = begin();
        Statement statement = late.createStatement()) {
      statement.execute("INSERT INTO rows DEFAULT VALUES");
      statement.execute("SAVEPOINT a");
      statement.execute("INSERT INTO rows DEFAULT VALUES");
      statement.execute("RELEASE a");
      statement.execute("SAVEPOINT b");
      statement.execute("INSERT INTO rows DEFAULT VALUES");
      statement.execute("ROLLBACK TO b");
      postgres.execute("INSERT INTO rows DEFAULT VALUES");
      look(follower);
      statement.execute("PREPARE TRANSACTION 'late'");
      look(follower);
      look(follower);
      assertThat(follower.values("id")).containsExactly("4");

      postgres.execute("COMMIT PREPARED 'late'");
      look(follower);

      assertThat(follower.values("id")).containsExactly("4", "1", "2");
    }
  }

  @Test
  void looksAgainAtNothingOnceAllHaveEnded() throws Exception {
    try (Follower follower = incrementing()) {
      postgres.execute("INSERT INTO rows SELECT FROM generate_series(1, 100)");
      look(follower);
      look(follower);
      assertThat(follower.committed().values())
          .singleElement()
          .satisfies(position -> assertThat(position.floor()).hasValue("100"));
    }
  }

  @Test
  void deliversEachRowOnceThroughDeathsWhileOthersInsert() throws Exception {
    rounds(
        (random, follower) -> {
          try (follower) {
            write(random, false, follower);
            Map<String, Long> counts =
                follower.values("id").stream()
                    .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
            assertThat(counts.values()).allMatch(count -> count == 1);
            assertThat(counts.keySet())
                .containsExactlyInAnyOrderElementsOf(postgres.rows("SELECT id FROM rows"));
          }
        },
        "mode",
        "incrementing",
        "incrementing.column",
        "id");
  }

  @Test
  void deliversTheLastStateOfEachRowThroughDeathsWhileOthersUpdate() throws Exception {
    rounds(
        (random, follower) -> {
          try (follower) {
            write(random, true, follower);
            Map<String, Integer> last = new HashMap<>();
            for (var record : follower.delivered()) {
              GenericRecord row = Follower.row(record);
              last.merge(row.get("id").toString(), (int) row.get("version"), Math::max);
            }
            assertThat(last.entrySet().stream().map(row -> row.getKey() + "|" + row.getValue()))
                .containsExactlyInAnyOrderElementsOf(postgres.rows("SELECT id, version FROM rows"));
            assertThat(
                    follower.delivered().stream()
                        .map(record -> Follower.row(record))
                        .map(row -> row.get("id") + "|" + row.get("version")))
                .doesNotHaveDuplicates();
          }
        },
        "mode",
        "timestamp",
        "timestamp.columns",
        "at");
  }

  private interface Round {
    void run(Random random, Follower follower) throws Exception;
  }

  private void rounds(Round round, String... settings) throws Exception {
    int rounds = Math.max(1, Integer.getInteger("headrace.rounds", 3) / 3);
    for (int i = 0; i < rounds; i++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      postgres.execute("TRUNCATE rows RESTART IDENTITY");
      Follower follower =
          new Follower(
                  Settings.with(
                      Settings.with(postgres.settings(), "tables", "rows", "poll.interval", "10ms"),
                      settings))
              .reading(1 + random.nextInt(40))
              .dyingWhen(() -> random.nextInt(15) == 0);
      try {
        round.run(random, follower);
      } catch (AssertionError wrong) {
        throw new AssertionError("seed " + seed + ": " + wrong.getMessage(), wrong);
      }
    }
  }

  /** Writes from several sessions while {@code follower} looks, then lets it look to the end. */
  private void write(Random random, boolean updates, Follower follower) throws Exception {
    new BusyWriters(postgres, updates, ROWS).write(random, follower::look);
    look(follower);
  }

  private Follower incrementing() {
    return new Follower(
        Settings.with(
            postgres.settings(),
            "tables",
            "rows",
            "mode",
            "incrementing",
            "incrementing.column",
            "id",
            "poll.interval",
            "10ms"));
  }

  /** Looks until two polls in a row bring nothing. */
  private static void look(Follower follower) throws Exception {
    Awaiting.quiet(follower);
  }

  private Connection begin() throws SQLException {
    Connection connection = postgres.connect();
    connection.setAutoCommit(false);
    return connection;
  }
}
