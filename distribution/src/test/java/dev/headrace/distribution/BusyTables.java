package dev.headrace.distribution;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Two tables of PostgreSQL that several sessions write into at a time: {@code inserted}, whose rows
 * stay as they are, and {@code updated}. Transactions are short and long, commit in whatever order,
 * and some are rolled back. {@link #stop} by one thread.
 */
final class BusyTables implements AutoCloseable {

  private static final int WRITERS = 4;
  private static final long BEFORE_ANOTHER_TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String url;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          WRITERS, Thread.ofPlatform().daemon().name("writer-", 0).factory());
  private final List<Future<?>> writers;
  private volatile boolean stopped;

  private BusyTables(String url, Random random) {
    this.url = url;
    List<Long> seeds = random.longs(WRITERS).boxed().toList();
    this.writers =
        IntStream.range(0, WRITERS)
            .<Future<?>>mapToObj(
                number -> threads.submit(() -> write(number, new Random(seeds.get(number)))))
            .toList();
  }

  /** Makes the tables, and writes into them until they are stopped. */
  static BusyTables start(String url, Random random) throws SQLException {
    String columns =
        "(id bigserial PRIMARY KEY, version int NOT NULL DEFAULT 0,"
            + " at timestamptz NOT NULL DEFAULT clock_timestamp(), writer int, price numeric(9,2),"
            + " word text)";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE inserted " + columns);
      statement.execute("CREATE TABLE updated " + columns);
    }
    return new BusyTables(url, random);
  }

  /** Lets all transactions come to their ends; throws what a writer has thrown. */
  void stop() throws InterruptedException, ExecutionException {
    stopped = true;
    for (Future<?> writer : writers) {
      writer.get();
    }
  }

  /** Goes on in a new session when the server is restarted. */
  private Void write(int number, Random random) throws SQLException {
    while (!stopped) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        while (!stopped) {
          transaction(number, random, connection, statement);
        }
      } catch (SQLException failure) {
        if (!isAway(failure)) {
          throw failure;
        }
        LockSupport.parkNanos(BEFORE_ANOTHER_TRY_NANOS);
      }
    }
    return null;
  }

  private static boolean isAway(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  private static void transaction(
      int number, Random random, Connection connection, Statement statement) throws SQLException {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      statement.execute(statement(number, random));
      pause(statement, random);
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }

  /** Each writer changes rows of its own only, so that none waits for another one. */
  private static String statement(int number, Random random) {
    int rows = 1 + random.nextInt(20);
    return switch (random.nextInt(3)) {
      case 0 -> insert("inserted", number, rows);
      case 1 -> insert("updated", number, rows);
      default ->
          "UPDATE updated SET version = version + 1, at = clock_timestamp() WHERE id IN"
              + " (SELECT id FROM updated WHERE writer = %d ORDER BY random() LIMIT %d)"
                  .formatted(number, rows);
    };
  }

  private static String insert(String table, int number, int rows) {
    return "INSERT INTO %s (writer, price, word) SELECT %d, i / 100.0, 'größer ' || i"
            .formatted(table, number)
        + " FROM generate_series(1, %d) i".formatted(rows);
  }

  /** Mostly short, sometimes long. */
  private static void pause(Statement statement, Random random) throws SQLException {
    double seconds = random.nextInt(20) == 0 ? random.nextDouble() : random.nextDouble() * 0.02;
    statement.execute("SELECT pg_sleep(" + seconds + ")");
  }

  /** Ends also when a test has failed. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
