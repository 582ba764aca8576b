package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.Committed;
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

/** A record that the target can never take stops the sink, or is left out, or is buried. */
class RefusingRecordsInSinksTest {

  private static final TopicPartition ZERO = new TopicPartition("numbers", 0);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final MemorySink sink = new MemorySink();

  @BeforeEach
  void threeRecordsOneOfThemBad() {
    log.topics().ensure("numbers", OptionalInt.of(1), Map.of());
    sink.refuses = "bad"::equals;
    try (Writer writer = log.writer(new WriterId("producer"))) {
      writer.append(ZERO, MemorySink.batch(List.of("one", "bad", "three")));
      writer.commit();
    }
  }

  @Test
  void stopsByDefaultAndNamesTheOffset() {
    // Given
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO);

    // When
    assertThatThrownBy(() -> driver.runFor(task, SOON))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
              assertThat(failure.reason().what()).contains("numbers-0 offset 1", "it is bad");
            });
    assertThat(log.offsets("connect-out").committed()).containsEntry(ZERO, new Committed(0, "0"));
  }

  @Test
  void leavesItOutAndCommitsBehindIt() throws Exception {
    // Given
    var task = sink.task(log, driver, ErrorPolicy.SKIP, ZERO);

    // When
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.content).containsExactly("one", "three");
    assertThat(task.progress().refused()).isEqualTo(1);
    assertThat(task.progress().records()).isEqualTo(2);
    assertThat(log.offsets("connect-out").committed()).containsEntry(ZERO, new Committed(3, "2"));
  }

  @Test
  void buriesItInTheTransactionThatMovesTheOffset() throws Exception {
    // Given
    ErrorPolicy bury = ErrorPolicy.bury("dead");
    var task = sink.task(log, driver, bury, ZERO);
    driver.turn(task);
    log.hold();
    driver.runFor(task, SOON);
    assertThat(log.values("dead", 0)).isEmpty();

    // When
    log.release();
    driver.runFor(task, SOON);

    // Then
    assertThat(log.values("dead", 0)).containsExactly("bad");
  }

  @Test
  void buriesItOnceThoughTheSinkHoldsBackAndIsOpenedAnew() throws Exception {
    // Given
    ErrorPolicy bury = ErrorPolicy.bury("dead");
    sink.holdsBack = true;
    var first = sink.task(log, driver, bury, ZERO);
    driver.runFor(first, SOON);
    first.close();
    assertThat(first.progress().records()).isZero();

    // When
    sink.holdsBack = false;
    driver.runFor(sink.task(log, driver, bury, ZERO), SOON);

    // Then
    assertThat(log.values("dead", 0)).containsExactly("bad");
  }
}
