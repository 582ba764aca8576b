package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Raw;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.MemoryLog;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bad record stops a source, or is left out, or goes to a topic of its own, as the user says. */
class RefusingRecordsInSourcesTest {

  private static final Reason BAD = new Reason("test.bad", "it is bad", "Mend it.");

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final NumberSource source = new NumberSource(30);

  @BeforeEach
  void oneBadRecord() {
    source.incident =
        (record, out) -> {
          if (record.equals("a:17")) {
            byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
            out.reject(new Raw("numbers.txt, line 18", bytes, bytes.length), BAD);
            return false;
          }
          return true;
        };
  }

  @Test
  void stopsAtTheRecordByDefaultAndSaysWhere() {
    // Given
    var task = task(ErrorPolicy.STOP);

    // When
    assertThatThrownBy(() -> driver.finish(task))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
              assertThat(failure.reason().code()).isEqualTo("test.bad");
              assertThat(failure.reason().what()).contains("numbers.txt, line 18", "it is bad");
              assertThat(failure.reason().next()).contains("Mend it.", "errors.tolerance=all");
            });
    assertThat(log.values("numbers", 0)).doesNotContain("a:18");
  }

  @Test
  void leavesItOutAndCountsIt() throws Exception {
    // Given
    var task = task(ErrorPolicy.SKIP);

    // When
    driver.finish(task);

    // Then
    assertThat(log.values("numbers", 0)).hasSize(29).doesNotContain("a:17");
    assertThat(task.progress().refused()).isEqualTo(1);
  }

  @Test
  void keepsItInTheDeadLetterTopic() throws Exception {
    // Given
    var task = task(ErrorPolicy.bury("dead"));

    // When
    driver.finish(task);

    // Then
    assertThat(log.values("dead", 0)).containsExactly("a:17");
    assertThat(log.values("numbers", 0)).hasSize(29);
  }

  @Test
  void aPositionIsCommittedAlsoWhenEverythingBeforeItWasRefused() throws Exception {
    // Given
    source.incident =
        (record, out) -> {
          out.reject(new Raw(record, new byte[0], 0), BAD);
          return false;
        };
    driver.finish(task(ErrorPolicy.SKIP));

    // When
    driver.finish(task(ErrorPolicy.SKIP));

    // Then
    assertThat(source.opened).containsExactly("a@0", "a@30");
  }

  private Task task(ErrorPolicy errors) {
    var task = source.task(log, driver, ReadMode.ONCE, errors);
    task.assign(Assignment.last(NumberSource.parts("a")));
    return task;
  }
}
