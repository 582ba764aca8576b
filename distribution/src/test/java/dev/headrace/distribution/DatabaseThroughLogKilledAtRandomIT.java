package dev.headrace.distribution;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables go through the log into another database, while others write into them and the process is
 * killed again and again.
 */
class DatabaseThroughLogKilledAtRandomIT {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);

  @TempDir private Path directory;

  @Test
  void theTablesAreAlikeRowByRow() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Copies copies = Copies.make(postgres.getPort(), directory);
      try (BusyTables tables = BusyTables.start(copies.near(), random)) {
        // When it is killed at random points, while transactions begin and end
        for (int round = 0; round < ROUNDS; round++) {
          try (Headrace node = Headrace.node(directory, "connectors")) {
            long killAfterMillis = random.nextInt(2_500);
            await()
                .pollDelay(Duration.ofMillis(killAfterMillis))
                .atMost(Duration.ofMillis(killAfterMillis).plusSeconds(5))
                .until(() -> true);
            node.kill();
          }
        }
        tables.stop();
      }

      // Then the last run makes the tables alike, and nothing comes behind
      try (Headrace node = Headrace.node(directory, "connectors")) {
        copies.awaitAlike("seed " + seed);
        node.stop();
      }
      copies.assertAlike("seed " + seed);
    }
  }
}
