package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.jdbc.source.JdbcSourceSettings;
import dev.headrace.connectors.jdbc.source.TablePart;
import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which tables are read, and what a user is told whose settings do not fit the database. */
final class ChoosingTablesTest {

  private static Postgres postgres;

  @BeforeAll
  static void create() throws Exception {
    postgres = Postgres.create();
    postgres.execute(
        "CREATE TABLE orders (id int PRIMARY KEY, name text, changed timestamptz, at time)",
        "CREATE TABLE orders_old (id int)",
        "CREATE TABLE \"Orders Ü\" (id int)",
        "CREATE VIEW all_orders AS SELECT id FROM orders",
        "CREATE TABLE days (id int, day date) PARTITION BY RANGE (day)",
        "CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
        "INSERT INTO days VALUES (7, '2024-05-05')",
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.orders (id int PRIMARY KEY)",
        "INSERT INTO orders VALUES (1)",
        "INSERT INTO sales.orders VALUES (2)",
        "CREATE ROLE nobody LOGIN");
  }

  @AfterAll
  static void drop() throws Exception {
    postgres.close();
    try (Postgres other = Postgres.create()) {
      other.execute("DROP ROLE nobody");
    }
  }

  @Test
  void takesNamesAndPatterns() throws Exception {
    assertThat(planned("tables", "orders, sales.orders"))
        .containsExactly("public.orders", "sales.orders");
    assertThat(planned("tables", "ORDERS")).containsExactly("public.orders");
    assertThat(planned("tables", "sales.*, days")).containsExactly("sales.orders", "public.days");
    assertThat(planned("tables", "*", "tables.exclude", "*_old, *Ü"))
        .containsExactly("public.days", "public.orders", "sales.orders");
    assertThat(planned("tables", "*.orders")).containsExactly("public.orders", "sales.orders");
    assertThat(planned("tables", "all_orders")).containsExactly("public.all_orders");
  }

  @Test
  void readsPartitionedTablesAsAWhole() throws Exception {
    try (Follower follower = new Follower(with("tables", "days"), ReadMode.ONCE)) {
      follower.look();
      assertThat(follower.values("id")).containsExactly("7");
    }
  }

  @Test
  void namesTopicsByTables() throws Exception {
    try (Follower follower =
        new Follower(with("tables", "*", "topic.prefix", "shop."), ReadMode.ONCE)) {
      follower.look();
      assertThat(follower.delivered())
          .extracting(SourceRecord::topic)
          .containsExactlyInAnyOrder(
              Optional.of("shop.orders"),
              Optional.of("shop.days"),
              Optional.of("shop.sales.orders"));
    }
  }

  @Test
  void findsNewTablesOfAPattern() throws Exception {
    try (Follower follower = new Follower(with("tables", "new_*"))) {
      follower.look();
      assertThat(follower.delivered()).isEmpty();
      postgres.execute(
          "CREATE TABLE new_one (id int PRIMARY KEY)", "INSERT INTO new_one VALUES (5)");
      follower.look();
      assertThat(follower.values("id")).containsExactly("5");
      postgres.execute("DROP TABLE new_one");
      assertThat(follower.look()).isFalse();
    }
  }

  @Test
  void tellsTheNearestTable() {
    ConnectorException failure = failure("tables", "ordres, sales.order, nothing");
    assertThat(failure.reason().code()).isEqualTo("jdbc.no-table");
    assertThat(failure.reason().what())
        .contains("ordres (did you mean orders?)")
        .contains("sales.order (did you mean sales.orders?)")
        .contains("; nothing.");
  }

  @Test
  void tellsTheNearestColumn() {
    ConnectorException failure =
        failure("tables", "orders", "mode", "timestamp", "timestamp.columns", "chnged");
    assertThat(failure.reason().code()).isEqualTo("jdbc.no-column");
    assertThat(failure.reason().what()).contains("the table public.orders");
    assertThat(failure.reason().next()).isEqualTo("Did you mean `changed`?");
    assertThat(failure("tables", "orders", "key.columns", "idd").reason().next())
        .isEqualTo("Did you mean `id`?");
  }

  @Test
  void tellsThatAColumnCannotRise() {
    assertThat(
            failure("tables", "orders", "mode", "incrementing", "incrementing.column", "name")
                .reason()
                .what())
        .contains("is of type text and holds no numbers");
    assertThat(
            failure("tables", "orders", "mode", "timestamp", "timestamp.columns", "at")
                .reason()
                .what())
        .contains("is of type time without time zone and holds no times");
  }

  @Test
  void tellsThatTheUserMayNotRead() {
    ConnectorException failure = failure("tables", "orders", "user", "nobody");
    assertThat(failure.reason().code()).isEqualTo("jdbc.no-privilege");
    assertThat(failure.reason().next()).contains("GRANT SELECT ON public.orders");
  }

  @Test
  void tellsWhatIsWrongWithAQuery() {
    assertThat(failure("query", "SELECT nothing FROM orders").reason().what())
        .contains("\"nothing\" does not exist");
    assertThat(
            failure("query", "SELECT id FROM orders", "mode", "timestamp", "timestamp.columns", "t")
                .reason()
                .code())
        .isEqualTo("jdbc.no-column");
    assertThat(problems("query", "DELETE FROM orders")).isEqualTo("Give a statement that reads.");
    assertThat(problems("query", "SELECT 1;")).startsWith("Remove it");
    assertThat(problems("query", "SELECT 1", "tables", "a")).isEqualTo("Give one of them.");
    assertThat(problems()).isEqualTo("Give one of them.");
  }

  @Test
  void doesNotLetAQueryWrite() throws Exception {
    postgres.execute(
        "CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM orders RETURNING 1'");
    try (Follower follower = new Follower(with("query", "SELECT wipe() AS id"), ReadMode.ONCE)) {
      ConnectorException failure = catchThrowableOfType(ConnectorException.class, follower::look);
      assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
      assertThat(failure.reason().what()).contains("read-only");
    }
    assertThat(postgres.rows("SELECT id FROM orders")).containsExactly("1");
  }

  @Test
  void refusesPositionsOfAnotherMode() throws Exception {
    try (Follower bulk = new Follower(with("tables", "orders"), ReadMode.ONCE);
        Follower other =
            new Follower(
                with("tables", "orders", "mode", "incrementing", "incrementing.column", "id"))) {
      bulk.look();
      other.committed().putAll(bulk.committed());
      ConnectorException failure = catchThrowableOfType(ConnectorException.class, other::look);
      assertThat(failure.reason().code()).isEqualTo("jdbc.other-mode");
    }
  }

  private static List<String> planned(String... settings) throws Exception {
    return new JdbcSource()
            .plan(
                Settings.bind(JdbcSourceSettings.class, with(settings)),
                Map.of(),
                new TestContext(ReadMode.ONCE))
            .partitions()
            .stream()
            .map(TablePart::table)
            .toList();
  }

  private static ConnectorException failure(String... settings) {
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> planned(settings));
    assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
    return failure;
  }

  private static String problems(String... settings) {
    return Settings.problems(JdbcSourceSettings.class, with(settings)).stream()
        .map(Problem::next)
        .reduce("", String::concat);
  }

  private static Map<String, String> with(String... settings) {
    return Settings.with(postgres.settings(), settings);
  }
}
