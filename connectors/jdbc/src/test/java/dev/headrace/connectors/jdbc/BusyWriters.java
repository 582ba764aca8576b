package dev.headrace.connectors.jdbc;

import dev.headrace.connectors.jdbc.testing.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Sessions that write into the table {@code rows} at a time, in transactions that are short or
 * long, with savepoints, rollbacks and commits in two phases, and so become visible in whatever
 * order.
 *
 * @param updates whether rows are changed as well
 * @param rows about so many are written by all of them together
 */
record BusyWriters(Postgres postgres, boolean updates, int rows) {

  private static final int WRITERS = 6;

  /** What happens in a turn while they write. */
  interface Meanwhile {
    void run() throws Exception;
  }

  /** Writes, and runs {@code meanwhile} again and again until all have ended. */
  void write(Random random, Meanwhile meanwhile) throws Exception {
    List<Long> seeds = random.longs(WRITERS).boxed().toList();
    ExecutorService writers =
        Executors.newFixedThreadPool(WRITERS, Thread.ofPlatform().name("writer-", 0).factory());
    try {
      List<Future<?>> running =
          IntStream.range(0, WRITERS)
              .<Future<?>>mapToObj(
                  number -> writers.submit(() -> write(number, new Random(seeds.get(number)))))
              .toList();
      while (!running.stream().allMatch(Future::isDone)) {
        meanwhile.run();
      }
      for (Future<?> writer : running) {
        writer.get();
      }
    } finally {
      writers.shutdownNow();
    }
  }

  private Void write(int number, Random random) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      int written = 0;
      for (int i = 0; written < rows / WRITERS; i++) {
        written += transaction(number, i, statement, random);
        connection.commit();
      }
    }
    return null;
  }

  private int transaction(int number, int transaction, Statement statement, Random random)
      throws SQLException {
    if (random.nextInt(4) == 0) {
      statement.execute("SELECT 1");
      pause(statement, random);
    }
    int written = 0;
    int statements = 1 + random.nextInt(5);
    for (int i = 0; i < statements; i++) {
      if (random.nextInt(5) == 0) {
        statement.execute("SAVEPOINT s");
      }
      statement.execute(
          updates && random.nextBoolean() ? update(number, random) : insert(number, random));
      written += statement.getUpdateCount();
      if (random.nextInt(12) == 0) {
        statement.execute("SAVEPOINT t");
        statement.execute("INSERT INTO rows (writer) VALUES (-1)");
        statement.execute("ROLLBACK TO t");
      }
      pause(statement, random);
    }
    switch (random.nextInt(12)) {
      case 0 -> statement.execute("ROLLBACK");
      case 1 -> {
        String name = "'" + number + "-" + transaction + "'";
        statement.execute("PREPARE TRANSACTION " + name);
        postgres.execute("COMMIT PREPARED " + name);
      }
      default -> {}
    }
    return written;
  }

  /** Each changes rows of its own only, of the latest thousand, so that none waits for another. */
  private static String update(int number, Random random) {
    return "UPDATE rows SET version = version + 1, at = %s WHERE id IN"
            .formatted(random.nextBoolean() ? "now()" : "clock_timestamp()")
        + " (SELECT id FROM rows WHERE id %% 6 = %d AND id > (SELECT max(id) FROM rows) - 1000"
            .formatted(number)
        + " ORDER BY random() LIMIT %d)".formatted(1 + random.nextInt(20));
  }

  private static String insert(int number, Random random) {
    return "INSERT INTO rows (writer) SELECT %d FROM generate_series(1, %d)"
        .formatted(number, 1 + random.nextInt(20));
  }

  /** Mostly short, sometimes long, and rarely very long. */
  private static void pause(Statement statement, Random random) throws SQLException {
    int chance = random.nextInt(1_000);
    double seconds = chance == 0 ? 2 : chance < 50 ? 0.3 : random.nextDouble() * 0.01;
    statement.execute("SELECT pg_sleep(" + seconds + ")");
  }
}
