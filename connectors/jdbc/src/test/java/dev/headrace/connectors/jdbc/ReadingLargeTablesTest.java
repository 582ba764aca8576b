package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.jdbc.testing.Postgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadingLargeTablesTest {

  private static final int ROWS = 1_000;
  private static final int LETTERS = 128 * 1024;

  /** A table of 125 MB through a heap of 32 MB. */
  @Test
  void needsNoMoreMemoryForMoreRows() throws Exception {
    try (Postgres postgres = Postgres.create()) {
      postgres.execute(
          "CREATE TABLE large AS SELECT i AS id, repeat('x', "
              + LETTERS
              + ") AS text FROM generate_series(1, "
              + ROWS
              + ") i",
          "ALTER TABLE large ADD PRIMARY KEY (id)");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx32m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LittleMemory.class.getName(),
                  postgres.url())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output).contains("letters " + (long) ROWS * LETTERS);
    }
  }
}
