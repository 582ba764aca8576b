package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingInOrderIT {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsItWithASummaryAndWithoutTraces(String signal) throws Exception {
    try (Headrace node = Headrace.node(directory)) {
      assertThat(node.nodeFile().path("pid").asLong()).isEqualTo(node.pid());

      node.signal(signal);

      assertThat(node.exitCode()).isZero();
      assertThat(node.output()).contains("stopped: 0 records");
      assertThat(node.errors()).isEmpty();
      assertThat(directory.resolve("data/node.json")).doesNotExist();
    }
  }
}
