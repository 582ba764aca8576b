package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink never jumps over records in silence. */
class StoppingAtGapsTest {

  private static final TopicPartition ZERO = new TopicPartition("numbers", 0);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final MemorySink sink = new MemorySink();

  @BeforeEach
  void topic() {
    log.topics().ensure("numbers", OptionalInt.of(1), Map.of());
  }

  @Test
  void aNewSinkBeginsWhereTheLogBegins() throws Exception {
    // Given
    append("gone", "gone");
    append("here");
    log.trim(ZERO, 3);
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO);

    // When
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.opened).containsExactly("numbers-0@3");
    assertThat(sink.content).containsExactly("here");
  }

  @Test
  void aSinkThatFellBehindRetentionStopsAndNamesTheGap() throws Exception {
    // Given
    append("one");
    var first = sink.task(log, driver, ErrorPolicy.STOP, ZERO);
    driver.runFor(first, SOON);
    first.stop();
    driver.finish(first);
    append("two");
    append("three");
    log.trim(ZERO, 4);
    var second = sink.task(log, driver, ErrorPolicy.STOP, ZERO);

    // When
    assertThatThrownBy(() -> driver.runFor(second, SOON))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.reason().code()).isEqualTo("sink.gap");
              assertThat(failure.reason().what()).contains("numbers-0", "offset 1", "4 to 5");
              assertThat(failure.reason().next()).contains("connect-out");
            });
  }

  private void append(String... values) {
    try (Writer writer = log.writer(new WriterId("producer"))) {
      writer.append(ZERO, MemorySink.batch(List.of(values)));
      writer.commit();
    }
  }
}
