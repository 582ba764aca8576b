package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.SourceDriver;
import dev.headrace.connectors.jdbc.source.JdbcPosition;
import dev.headrace.connectors.jdbc.source.JdbcSourceSettings;
import dev.headrace.connectors.jdbc.source.TablePart;
import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How reading goes on: run by run, part by part, through changes of the table and failures. */
final class ReadingOnTest {

  private Postgres postgres;

  @BeforeEach
  void create() throws Exception {
    postgres = Postgres.create();
    postgres.execute(
        "CREATE TABLE rows (id bigserial PRIMARY KEY, name text DEFAULT 'x',"
            + " at timestamptz DEFAULT now())");
  }

  @AfterEach
  void drop() throws Exception {
    postgres.close();
  }

  @Test
  void readsEverythingAgainInTheNextRun() throws Exception {
    insert(3);
    try (Follower follower = follower("mode", "bulk", "poll.interval", "10ms")) {
      follower.look();
      assertThat(follower.values("id")).startsWith("1", "2", "3");
      int before = follower.delivered().size();
      await()
          .pollInSameThread()
          .until(
              () -> {
                follower.look();
                return follower.delivered().size() > before;
              });
      assertThat(follower.values("id").subList(3, 6)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void readsEverythingInEachRunOfAScheduleHoweverSoon() throws Exception {
    insert(3);
    try (Follower follower =
        new Follower(
            Settings.with(postgres.settings(), "tables", "rows", "poll.interval", "1h"),
            ReadMode.ONCE)) {
      follower.look();
      follower.look();
      assertThat(follower.values("id")).containsExactly("1", "2", "3");

      follower.close();
      insert(1);
      follower.look();

      assertThat(follower.values("id").subList(3, 7)).containsExactly("1", "2", "3", "4");
    }
  }

  /** Between the two a crash would have it read again in the same run. */
  @Test
  void tellsTheEndOfARunTogetherWithItsLastPosition() throws Exception {
    insert(10);
    SourceDriver<JdbcSourceSettings, TablePart, JdbcPosition> driver =
        new SourceDriver<>(
            new JdbcSource(),
            Settings.bind(
                JdbcSourceSettings.class, Settings.with(postgres.settings(), "tables", "rows")));
    CollectingOutput<JdbcPosition> output = CollectingOutput.fullAfter(3);
    try (SourceReader<JdbcPosition> reader =
        driver.open(driver.partitions().getFirst(), Optional.empty())) {
      while (!(reader.read(output) instanceof Next.End)) {
        assertThat(output.lastPosition())
            .hasValueSatisfying(at -> assertThat(at.complete()).isFalse());
        output.drained();
      }
    }
    assertThat(output.lastPosition()).hasValueSatisfying(at -> assertThat(at.complete()).isTrue());
  }

  @Test
  void readsATableWithoutAnyKeyInBulk() throws Exception {
    postgres.execute("CREATE TABLE keyless AS SELECT i FROM generate_series(1, 50) i");
    try (Follower follower =
        new Follower(Settings.with(postgres.settings(), "tables", "keyless"), ReadMode.ONCE)) {
      follower.reading(7).look();
      assertThat(follower.values("i")).hasSize(50).doesNotHaveDuplicates();
      assertThat(follower.delivered()).allMatch(record -> record.key().isEmpty());
    }
  }

  @Test
  void readsATableWithoutAPrimaryKeyByTime() throws Exception {
    postgres.execute(
        "CREATE TABLE keyless AS SELECT i, timestamp '2024-01-01' AS at"
            + " FROM generate_series(1, 50) i");
    try (Follower follower =
        new Follower(
            Settings.with(
                postgres.settings(),
                "tables",
                "keyless",
                "mode",
                "timestamp",
                "timestamp.columns",
                "at",
                "poll.interval",
                "10ms"))) {
      int[] reads = new int[1];
      follower.reading(7).dyingWhen(() -> ++reads[0] % 4 == 0).look();
      assertThat(follower.values("i")).hasSize(50).doesNotHaveDuplicates();
    }
  }

  @Test
  void goesOnBehindAKeyOfATypeThatComesAsText() throws Exception {
    postgres.execute(
        "CREATE TYPE size AS ENUM ('small', 'medium', 'large')",
        "CREATE TABLE keyed (s size, ip inet, PRIMARY KEY (s, ip))",
        "INSERT INTO keyed SELECT s::size, ('10.0.0.' || i)::inet"
            + " FROM unnest(ARRAY['small', 'medium', 'large']) s, generate_series(1, 20) i");
    int[] reads = new int[1];
    try (Follower follower =
        new Follower(
            Settings.with(postgres.settings(), "tables", "keyed", "poll.interval", "1h"))) {
      follower.reading(7).dyingWhen(() -> ++reads[0] % 3 == 0).look();
      assertThat(
              follower.delivered().stream()
                  .map(Follower::row)
                  .map(row -> row.get("s") + "|" + row.get("ip")))
          .containsExactlyElementsOf(
              postgres.rows("SELECT s, ip::text FROM keyed ORDER BY keyed.s, keyed.ip"));
    }
  }

  @Test
  void takesTheFirstTimeThatIsNotNull() throws Exception {
    postgres.execute(
        "ALTER TABLE rows ADD changed timestamptz",
        "INSERT INTO rows (at, changed) VALUES ('2024-01-01', '2024-01-09'),"
            + " ('2024-01-05', NULL), (NULL, NULL)");
    try (Follower follower = follower("mode", "timestamp", "timestamp.columns", "changed, at")) {
      follower.look();
      assertThat(follower.values("id")).containsExactly("2", "1");
    }
  }

  @Test
  void givesRecordsTheTimeOfTheirRow() throws Exception {
    postgres.execute("INSERT INTO rows (at) VALUES ('2024-01-01 10:00Z')");
    try (Follower follower = follower("mode", "timestamp", "timestamp.columns", "at")) {
      follower.look();
      assertThat(follower.delivered().getFirst().timestamp())
          .hasValue(Instant.parse("2024-01-01T10:00:00Z"));
    }
  }

  @Test
  void noticesColumnsThatComeAndGo() throws Exception {
    try (Follower follower = incrementing()) {
      insert(1);
      Awaiting.quiet(follower);
      postgres.execute("ALTER TABLE rows ADD extra int DEFAULT 7", "ALTER TABLE rows DROP name");
      insert(1);
      Awaiting.quiet(follower);

      var schemas =
          follower.delivered().stream().map(Follower::row).map(row -> row.getSchema()).toList();
      assertThat(schemas.get(0).getFields())
          .extracting(field -> field.name())
          .containsExactly("id", "name", "at");
      assertThat(schemas.get(1).getFields())
          .extracting(field -> field.name())
          .containsExactly("id", "at", "extra");
    }
  }

  @Test
  void keepsTheSchemaWhileTheTableStaysTheSame() throws Exception {
    try (Follower follower = incrementing()) {
      insert(1);
      Awaiting.quiet(follower);
      insert(1);
      Awaiting.quiet(follower);
      assertThat(Follower.row(follower.delivered().get(0)).getSchema())
          .isSameAs(Follower.row(follower.delivered().get(1)).getSchema());
    }
  }

  @Test
  void partsALargeTableAndKeepsTheParts() throws Exception {
    insert(5_000);
    postgres.execute("ANALYZE rows");
    List<String> all = IntStream.rangeClosed(1, 5_000).mapToObj(Integer::toString).toList();
    for (String[] mode :
        List.of(
            new String[] {"mode", "bulk", "poll.interval", "1h"},
            new String[] {
              "mode", "incrementing", "incrementing.column", "id", "poll.interval", "10ms"
            },
            new String[] {"mode", "timestamp", "timestamp.columns", "at"})) {
      int[] reads = new int[1];
      try (Follower follower =
          new Follower(
                  Settings.with(
                      Settings.with(postgres.settings(), "tables", "rows", "split.rows", "1000"),
                      mode))
              .reading(300)
              .dyingWhen(() -> ++reads[0] % 7 == 0)) {
        follower.look();
        Map<TablePart, JdbcPosition> first = Map.copyOf(follower.committed());
        postgres.execute("ANALYZE rows");
        follower.look();

        assertThat(follower.committed().keySet()).isEqualTo(first.keySet());
        assertThat(follower.values("id")).containsExactlyInAnyOrderElementsOf(all);
        if (!mode[1].equals("timestamp")) {
          assertThat(first).hasSize(5);
        }
      }
    }
  }

  @Test
  void findsLateRowsInEveryPartAndThenEndsIt() throws Exception {
    insert(2_000);
    postgres.execute("DELETE FROM rows WHERE id IN (100, 1900)", "ANALYZE rows");
    try (Follower follower =
            follower(
                "mode",
                "incrementing",
                "incrementing.column",
                "id",
                "poll.interval",
                "10ms",
                "split.rows",
                "500");
        Connection late = postgres.connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("INSERT INTO rows (id) VALUES (100), (1900)");
      Awaiting.quiet(follower);
      assertThat(follower.delivered()).hasSize(1_998);
      assertThat(follower.committed().values()).noneMatch(JdbcPosition::complete);

      late.commit();
      Awaiting.quiet(follower);

      assertThat(follower.values("id").subList(1_998, 2_000))
          .containsExactlyInAnyOrder("100", "1900");
      assertThat(follower.committed().values().stream().filter(JdbcPosition::complete)).hasSize(3);
    }
  }

  @Test
  void goesOnAfterItsConnectionsWereCut() throws Exception {
    insert(2_000);
    try (Follower follower = incrementing().reading(100)) {
      follower.look();
      postgres.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'headrace test'");
      insert(10);
      ConnectorException failure = catchThrowableOfType(ConnectorException.class, follower::look);
      assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TRANSIENT);
      follower.close();
      Awaiting.quiet(follower);
      assertThat(follower.values("id")).hasSize(2_010).doesNotHaveDuplicates();
    }
  }

  @Test
  void failsForATransientReasonInTheMiddleOfAScanThatIsCut() throws Exception {
    insert(200_000);
    try (Follower follower = incrementing().reading(10)) {
      int[] reads = new int[1];
      follower.dyingWhen(
          () -> {
            if (++reads[0] == 3) {
              cut();
            }
            return false;
          });
      ConnectorException failure = catchThrowableOfType(ConnectorException.class, follower::look);
      assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TRANSIENT);

      follower.close();
      follower.reading(50_000).look();
      assertThat(follower.values("id")).hasSize(200_000).doesNotHaveDuplicates();
    }
  }

  @Test
  void deliversTheUnsettledAgainWhenTheServerWasReplaced() throws Exception {
    insert(10);
    try (Follower follower = incrementing()) {
      Awaiting.quiet(follower);
      follower.close();
      follower.committed().replaceAll((_, position) -> elsewhere(position));
      Awaiting.quiet(follower);
      insert(1);
      Awaiting.quiet(follower);
      assertThat(follower.values("id").subList(10, follower.values("id").size()))
          .containsExactly("10", "11");
    }
  }

  @Test
  void keepsPositionsSmall() throws Exception {
    insert(100);
    try (Follower follower =
        follower(
            "query",
            "SELECT * FROM rows",
            "mode",
            "timestamp+incrementing",
            "timestamp.columns",
            "at",
            "incrementing.column",
            "id",
            "poll.interval",
            "10ms",
            "overlap",
            "100ms")) {
      for (int i = 0; i < 20; i++) {
        insert(100);
        follower.look();
        assertThat(follower.committed().toString().getBytes(StandardCharsets.UTF_8).length)
            .isLessThan(6_000);
      }
      Awaiting.quiet(follower);
      assertThat(follower.values("id")).hasSize(2_100).doesNotHaveDuplicates();
    }
  }

  private void cut() {
    try {
      postgres.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'headrace test'");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static JdbcPosition elsewhere(JdbcPosition position) {
    return new JdbcPosition(
        position.course(),
        position.at(),
        position.segment(),
        position.floor(),
        position.split(),
        position.low(),
        position.high(),
        position.target(),
        "1/00000001",
        position.recent(),
        position.marks(),
        position.complete(),
        position.millis());
  }

  private void insert(int count) throws Exception {
    postgres.execute("INSERT INTO rows SELECT FROM generate_series(1, " + count + ")");
  }

  private Follower incrementing() {
    return follower("mode", "incrementing", "incrementing.column", "id", "poll.interval", "10ms");
  }

  private Follower follower(String... settings) {
    Map<String, String> all = Settings.with(postgres.settings(), settings);
    if (!all.containsKey("query")) {
      all.put("tables", "rows");
    }
    return new Follower(all);
  }
}
