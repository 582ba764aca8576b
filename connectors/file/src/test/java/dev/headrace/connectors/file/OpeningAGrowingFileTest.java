package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpeningAGrowingFileTest {

  @TempDir Path folder;
  private Path file;
  private Map<String, String> settings;

  @BeforeEach
  void name() {
    file = folder.resolve("deep/out.lines");
    settings = Map.of("path", file.toString());
  }

  @Test
  void keepsWhatWasThereBeforeItsFirstRecord() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "old\n");
    try (SinkTask task = SinkTask.begin(settings)) {
      assertThat(task.committed().receipt()).contains(file + ":4");
      task.write(0, "new");
      task.flush(FlushReason.STOP);
    }
    assertThat(file).hasContent("old\nnew\n");
  }

  @Test
  void cutsOffWhatWasNotCommitted() throws Exception {
    Committed committed = writeOne();
    Files.writeString(file, "torn", StandardOpenOption.APPEND);
    try (SinkTask task = SinkTask.resume(settings, committed)) {
      task.write(1, "two");
      task.flush(FlushReason.STOP);
    }
    assertThat(file).hasContent("one\ntwo\n");
  }

  @Test
  void saysWhenCommittedLinesAreMissing() throws Exception {
    Committed committed = writeOne();
    Files.writeString(file, "on", StandardOpenOption.TRUNCATE_EXISTING);
    assertRefused(() -> SinkTask.resume(settings, committed), "file.shorter-than-receipt");
    Files.delete(file);
    assertRefused(() -> SinkTask.resume(settings, committed), "file.shorter-than-receipt");
    assertThat(file).as("it must not be made anew").doesNotExist();
  }

  @Test
  void startsAnotherFileWhenThePathChanges() throws Exception {
    Committed committed = writeOne();
    Path other = folder.resolve("other.lines");
    try (SinkTask task = SinkTask.resume(Map.of("path", other.toString()), committed)) {
      task.write(1, "two");
      task.flush(FlushReason.STOP);
    }
    assertThat(file).hasContent("one\n");
    assertThat(other).hasContent("two\n");
  }

  @Test
  void refusesASecondWriterOfTheSameFile() throws Exception {
    try (SinkTask first = SinkTask.begin(settings)) {
      first.write(0, "one");
      assertThatThrownBy(() -> SinkTask.begin(settings))
          .asInstanceOf(type(ConnectorException.class))
          .extracting(failure -> failure.reason().code())
          .isEqualTo("file.in-use");
    }
  }

  @Test
  void saysWhenThePathCannotBeAFile() throws Exception {
    assertRefused(
        () -> SinkTask.begin(Map.of("path", folder.toString(), "rolling", "none")),
        "file.is-directory");
    Path plain = Files.writeString(folder.resolve("plain"), "");
    assertRefused(
        () -> SinkTask.begin(Map.of("path", plain.toString(), "rolling", "size")),
        "file.no-directory");
    assertRefused(
        () -> SinkTask.begin(Map.of("path", plain.resolve("below").toString())),
        "file.no-directory");
  }

  private Committed writeOne() throws ConnectorException {
    try (SinkTask task = SinkTask.begin(settings)) {
      task.write(0, "one");
      task.flush(FlushReason.STOP);
      assertThat(task.committed())
          .isEqualTo(new Committed(SinkTask.PARTITION, 1, Optional.of(file + ":4")));
      return task.committed();
    }
  }

  private static void assertRefused(ThrowingCallable opening, String code) {
    assertThatThrownBy(opening)
        .asInstanceOf(type(ConnectorException.class))
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
              assertThat(failure.reason().code()).isEqualTo(code);
              assertThat(failure.reason().next()).isNotBlank();
            });
  }
}
