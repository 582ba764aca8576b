package dev.headrace.distribution;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL server is restarted, in order and by a crash, in the middle of reading from it and
 * of writing to it: the connectors come back by themselves.
 */
class OutlastingARestartedDatabaseIT {

  private static final int ROUNDS = Math.max(1, Integer.getInteger("headrace.rounds", 3) / 3);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String[] CONNECTORS = {
    "inserted-in", "updated-in", "inserted-out", "updated-out"
  };

  @TempDir private Path directory;

  @Test
  void nothingIsLostOrDoubled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (RestartablePostgres postgres = new RestartablePostgres(directory)) {
      Copies copies = Copies.make(postgres.port(), directory);
      try (BusyTables tables = BusyTables.start(copies.near(), random);
          Headrace node = Headrace.node(directory, "connectors")) {
        // When it is restarted in the middle of work
        awaitMore(copies);
        for (int round = 0; round < ROUNDS; round++) {
          postgres.restart();
          awaitMore(copies);
          postgres.restartImmediately();
          awaitMore(copies);
        }
        tables.stop();

        // Then
        copies.awaitAlike("seed " + seed);
        for (String connector : CONNECTORS) {
          await().atMost(Headrace.PATIENCE).until(() -> state(node, connector).equals("RUNNING"));
        }
        node.stop();
      }
      copies.assertAlike("seed " + seed);
    }
  }

  private static void awaitMore(Copies copies) {
    long before = copies.rows();
    await().atMost(Headrace.PATIENCE).until(() -> copies.rows() > before + 500);
  }

  private static String state(Headrace node, String connector) throws Exception {
    JsonNode status = JSON.readTree(node.get("/connectors/" + connector + "/status").body());
    return status.at("/tasks/0/state").asText();
  }
}
