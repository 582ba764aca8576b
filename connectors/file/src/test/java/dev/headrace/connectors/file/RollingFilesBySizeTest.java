package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollingFilesBySizeTest {

  private static final String FIRST = "orders-0-00000000000000000000.lines";
  private static final String SECOND = "orders-0-00000000000000000002.lines";

  @TempDir Path folder;
  private Map<String, String> settings;

  @BeforeEach
  void settings() {
    settings = Map.of("path", folder.toString(), "rolling", "size", "rolling.size", "8");
  }

  @Test
  void showsAFileOnceItIsFull() throws Exception {
    try (SinkTask task = SinkTask.begin(settings)) {
      task.write(0, "one", "two", "three");
      assertThat(names()).containsExactly("." + FIRST + ".part", "." + SECOND + ".part");

      task.flush(FlushReason.INTERVAL);

      assertThat(names()).containsExactly("." + SECOND + ".part", FIRST);
      assertThat(folder.resolve(FIRST)).hasContent("one\ntwo\n");
      assertThat(task.committed().receipt()).contains(SECOND + ":6");
    }
  }

  @Test
  void showsTheRestOnAStop() throws Exception {
    try (SinkTask task = SinkTask.begin(settings)) {
      task.write(0, "one", "two", "three");
      task.flush(FlushReason.STOP);
    }
    assertThat(names()).containsExactly(FIRST, SECOND);
  }

  @Test
  void makesTheSameFilesAgainWhenARollWasNotCommitted() throws Exception {
    // Given
    Committed committed;
    try (SinkTask task = SinkTask.begin(settings)) {
      task.write(0, "one");
      task.flush(FlushReason.INTERVAL);
      committed = task.committed();
      task.write(1, "two", "three", "four", "five");
      task.flush(FlushReason.STOP);
    }
    assertThat(names()).hasSize(3);

    // When
    try (SinkTask task = SinkTask.resume(settings, committed)) {
      assertThat(names()).containsExactly("." + FIRST + ".part");
      task.write(1, "two", "three");
      task.flush(FlushReason.STOP);
    }

    // Then
    assertThat(names()).containsExactly(FIRST, SECOND);
    assertThat(folder.resolve(FIRST)).hasContent("one\ntwo\n");
    assertThat(folder.resolve(SECOND)).hasContent("three\n");
  }

  @Test
  void leavesNothingBehindWhenAllRecordsOfAFileWereRefused() throws Exception {
    try (SinkTask task = SinkTask.begin(settings)) {
      assertThat(task.write(0, "a\nb")).hasSize(1);
      task.flush(FlushReason.STOP);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void neverReplacesAFileOfAnEarlierExport() throws Exception {
    Files.writeString(folder.resolve(FIRST), "precious");
    try (SinkTask task = SinkTask.begin(settings)) {
      assertThatThrownBy(() -> task.write(0, "one"))
          .asInstanceOf(type(ConnectorException.class))
          .extracting(failure -> failure.reason().code())
          .isEqualTo("file.exists");
    }
    assertThat(folder.resolve(FIRST)).hasContent("precious");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
