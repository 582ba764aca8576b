package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.jdbc.testing.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A table of 188 MB is read through a heap of 32 MB: no more memory is needed for more rows. */
final class ReadingLargeTablesTest {

  private static final int ROWS = 1_500;
  private static final int LETTERS = 128 * 1024;
  private static final String ALL = "rows %d, letters %d".formatted(ROWS, (long) ROWS * LETTERS);

  private static Postgres postgres;

  @BeforeAll
  static void create() throws Exception {
    postgres = Postgres.create();
    postgres.execute(
        "CREATE TABLE large AS SELECT i AS id, repeat('x', %d) AS text FROM generate_series(1, %d) i"
            .formatted(LETTERS, ROWS),
        "ALTER TABLE large ADD PRIMARY KEY (id)",
        "ANALYZE large");
  }

  @AfterAll
  static void drop() throws Exception {
    postgres.close();
  }

  @Test
  void asAWhole() throws Exception {
    assertThat(read("tables=large", "mode=bulk")).contains("parts 1, " + ALL);
  }

  /** The ranges are read side by side, so that several rows are on their way at a time. */
  @Test
  void byRangesOfItsKey() throws Exception {
    assertThat(read("tables=large", "mode=bulk", "split.rows=300")).contains("parts 5, " + ALL);
  }

  @Test
  void inTheOrderOfAColumn() throws Exception {
    assertThat(read("tables=large", "mode=incrementing", "incrementing.column=id"))
        .contains("parts 1, " + ALL);
  }

  @Test
  void throughAQuery() throws Exception {
    assertThat(read("query=SELECT id, text FROM large", "mode=bulk")).contains("parts 1, " + ALL);
  }

  private static String read(String... settings) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LittleMemory.class.getName(),
                "url=" + postgres.url(),
                "user=postgres"));
    command.addAll(List.of(settings));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
