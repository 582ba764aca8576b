package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.ListSinkBatch.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens to the way to the database and to its locks: nothing is lost, nothing doubled, the
 * one bad record is one dead letter, and the sink comes back by itself.
 */
final class SurvivingFailuresTest {

  private static final int RECORDS = 6000;
  private static final int BATCH = 1500;

  /** Its quantity is one that the table does not take. */
  private static final int BAD = 2222;

  private final Random random = new Random();
  private Db database;
  private CuttingProxy proxy;

  @BeforeEach
  void makeTable() throws Exception {
    long seed = random.nextLong();
    System.out.println("seed " + seed);
    random.setSeed(seed);
    database = Db.postgresql();
    database.execute(
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer text,"
            + " quantity int CHECK (quantity < 100))");
    proxy = new CuttingProxy(Db.port());
  }

  @AfterEach
  void dropTable() throws Exception {
    proxy.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"insert", "upsert"})
  void aConnectionThatIsCutAnywhere(String mode) throws Exception {
    int rounds = Integer.getInteger("headrace.rounds");
    for (int round = 0; round < rounds; round++) {
      // Given
      database.execute("DROP TABLE IF EXISTS headrace_positions", "TRUNCATE orders");
      Delivering delivering = new Delivering(throughProxy(mode), topic(), BATCH);
      AtomicInteger batches = new AtomicInteger();
      int cutsBefore = proxy.cuts();
      // Most of these are in the middle of COPY: rows are most of what is sent.
      proxy.cutAfter(2000 + random.nextInt(150_000));

      // When
      delivering.run(batches::incrementAndGet);

      // Then
      assertThat(proxy.cuts() - cutsBefore).isEqualTo(1);
      assertThat(delivering.failures()).isNotEmpty().containsOnly("jdbc.unreachable");
      assertStored(delivering);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"insert", "upsert"})
  void anAnswerToACommitThatIsLost(String mode) throws Exception {
    // Given
    Map<String, String> settings = throughProxy(mode);
    // Otherwise the driver's commits are prepared statements, which nobody can tell apart.
    settings.put("driver.preferQueryMode", "simple");
    Delivering delivering = new Delivering(settings, topic(), BATCH);
    AtomicInteger batches = new AtomicInteger();

    // When
    delivering.run(
        () -> {
          if (batches.incrementAndGet() == 3) {
            proxy.cutBehind("COMMIT");
          }
        });

    // Then
    assertThat(delivering.failures()).containsOnly("jdbc.unreachable");
    assertStored(delivering);
  }

  @ParameterizedTest
  @ValueSource(strings = {"insert", "upsert"})
  void aBackendThatIsTerminated(String mode) throws Exception {
    // Given
    Delivering delivering = new Delivering(direct(mode), topic(), BATCH);
    AtomicInteger batches = new AtomicInteger();

    // When
    delivering.run(
        () -> {
          if (batches.incrementAndGet() == 3) {
            terminateSinks();
          }
        });

    // Then
    assertThat(delivering.failures()).isNotEmpty().containsOnly("jdbc.unreachable");
    assertStored(delivering);
  }

  @ParameterizedTest
  @ValueSource(strings = {"insert", "upsert"})
  void aTableThatSomebodyElseHasLocked(String mode) throws Exception {
    // Given
    Delivering delivering = new Delivering(direct(mode), topic(), BATCH);
    AtomicInteger batches = new AtomicInteger();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);

      // When
      delivering.run(
          () -> {
            try {
              switch (batches.incrementAndGet()) {
                case 2 -> statement.execute("LOCK TABLE orders IN EXCLUSIVE MODE");
                case 4 -> other.rollback();
                default -> {}
              }
            } catch (SQLException failure) {
              throw new IllegalStateException(failure);
            }
          });
    }

    // Then
    assertThat(delivering.failures()).isNotEmpty().containsOnly("jdbc.busy");
    assertStored(delivering);
  }

  private void assertStored(Delivering delivering) throws SQLException {
    assertThat(delivering.deadLetters()).containsExactly((long) BAD);
    assertThat(database.rows("SELECT id, customer, quantity FROM orders ORDER BY id"))
        .isEqualTo(expected());
    assertThat(database.rows("SELECT next_offset FROM headrace_positions"))
        .containsExactly(String.valueOf(RECORDS));
  }

  private static List<String> expected() {
    List<String> rows = new ArrayList<>();
    for (int id = 0; id < RECORDS; id++) {
      if (id != BAD) {
        rows.add(id + "|customer number " + id + "|" + id % 100);
      }
    }
    return rows;
  }

  private static List<Entry> topic() {
    List<Entry> entries = new ArrayList<>();
    for (int id = 0; id < RECORDS; id++) {
      entries.add(Data.order(id, "customer number " + id, id == BAD ? 100 : id % 100));
    }
    return entries;
  }

  private Map<String, String> throughProxy(String mode) {
    return withMode(database.throughPort(proxy.port()), mode);
  }

  private Map<String, String> direct(String mode) {
    return withMode(database.settings(), mode);
  }

  private static Map<String, String> withMode(Map<String, String> settings, String mode) {
    settings.putAll(Map.of("mode", mode, "key.columns", "id", "lock.timeout", "150ms"));
    return settings;
  }

  private void terminateSinks() {
    try {
      database.rows(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name LIKE 'headrace test%' AND datname = current_database()");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
