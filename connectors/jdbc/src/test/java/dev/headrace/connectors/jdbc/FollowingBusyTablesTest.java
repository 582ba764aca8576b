package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A table of many rows ({@code headrace.rows}, a million in soak), inserted and updated by
 * concurrent writers with long transactions, comes whole through readers that die: each row in its
 * last version, and no version twice.
 */
final class FollowingBusyTablesTest {

  private static final int ROWS = Integer.getInteger("headrace.rows", 3_000);

  /** Reads are small for few rows, so that many of them are broken off. */
  private static final int MOST_READ = Math.max(40, ROWS / 500);

  @Test
  void deliversTheLastVersionOfEachRowAndNoneTwice() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    LastVersions delivered = new LastVersions();
    try (Postgres postgres = Postgres.create()) {
      postgres.execute(
          "CREATE TABLE rows (id bigserial PRIMARY KEY, version int NOT NULL DEFAULT 0,"
              + " at timestamptz NOT NULL DEFAULT now(), writer int)",
          "CREATE INDEX ON rows (at)");
      int[] deaths = new int[1];
      try (Follower follower =
          new Follower(
                  Settings.with(
                      postgres.settings(),
                      "tables",
                      "rows",
                      "mode",
                      "timestamp",
                      "timestamp.columns",
                      "at",
                      "poll.interval",
                      "10ms"))
              .handingTo(delivered::take)
              .reading(1 + random.nextInt(MOST_READ))
              .dyingWhen(
                  () -> {
                    boolean dies = random.nextInt(15) == 0;
                    deaths[0] += dies ? 1 : 0;
                    return dies;
                  })) {
        new BusyWriters(postgres, true, ROWS).write(random, follower::look);
        Awaiting.quiet(follower);
      }

      delivered.assertAreThoseOf(postgres);
      assertThat(deaths[0]).isPositive();
    } catch (AssertionError wrong) {
      throw new AssertionError("seed " + seed + ": " + wrong.getMessage(), wrong);
    }
  }
}
