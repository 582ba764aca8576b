package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.MemoryLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One record that the log does not take is a bad record, and the others go on. */
class RecordsTooLargeForTheLogTest {

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final NumberSource source = new NumberSource(5);

  @BeforeEach
  void oneLargeRecord() {
    source.incident =
        (record, out) -> {
          if (record.equals("a:2")) {
            byte[] large = new byte[2 * 1024 * 1024];
            out.bytes(large, 0, large.length);
            return false;
          }
          return true;
        };
  }

  @Test
  void stopsByDefaultAndSaysWhichSettingHelps() {
    assertThatThrownBy(() -> driver.finish(task(ErrorPolicy.STOP)))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            failure -> {
              assertThat(failure.reason().code()).isEqualTo("record.too-large");
              assertThat(failure.reason().next()).contains("max.message.bytes");
            });
  }

  @Test
  void isLeftOutWhenThatIsTolerated() throws Exception {
    // Given
    Task task = task(ErrorPolicy.SKIP);

    // When
    driver.finish(task);

    // Then
    assertThat(log.values("numbers", 0)).containsExactly("a:0", "a:1", "a:3", "a:4");
    assertThat(task.progress().refused()).isEqualTo(1);
  }

  @Test
  void itsStartIsKeptAsADeadLetter() throws Exception {
    // Given
    ErrorPolicy bury = ErrorPolicy.bury("dead");

    // When
    driver.finish(task(bury));

    // Then
    assertThat(log.values("dead", 0)).singleElement().asString().hasSize(64 * 1024);
    assertThat(log.values("numbers", 0)).hasSize(4);
  }

  @Test
  void aTopicThatTakesLittleGetsEachRecordAlone() throws Exception {
    // Given
    log.largestBatch(200);
    source.count = 50;
    source.incident = (_, _) -> true;

    // When
    driver.finish(task(ErrorPolicy.SKIP));

    // Then
    assertThat(log.values("numbers", 0)).hasSize(50).startsWith("a:0", "a:1").endsWith("a:49");
  }

  private Task task(ErrorPolicy errors) {
    var task = source.task(log, driver, ReadMode.ONCE, errors);
    task.assign(Assignment.last(NumberSource.parts("a")));
    return task;
  }
}
