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
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A sink that cannot say which record of a batch it does not take is asked in halves. */
class NarrowingToTheRefusedRecordTest {

  private static final TopicPartition ZERO = new TopicPartition("numbers", 0);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final MemorySink sink = new MemorySink();

  @Test
  void takesAllButTheOneThatIsBroken() throws Exception {
    // Given
    produce("a", "b", "c", "d", "e", "f", "bad", "h");
    sink.refusesBatchesWith = "bad"::equals;
    var task = sink.task(log, driver, ErrorPolicy.bury("dead"), ZERO);

    // When
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.content).containsExactly("a", "b", "c", "d", "e", "f", "h");
    assertThat(log.values("dead", 0)).containsExactly("bad");
    assertThat(sink.offered)
        .containsExactly("a b c d e f bad h", "a b c d", "e f bad h", "e f", "bad h", "bad", "h");
    assertThat(task.progress().records()).isEqualTo(7);
    assertThat(task.progress().refused()).isEqualTo(1);
    assertThat(log.offsets("connect-out").committed()).containsEntry(ZERO, new Committed(8, "7"));
  }

  @Test
  void joinsBatchesThatWereReadTogether() throws Exception {
    // Given
    produce("a", "b");
    produce("c", "bad");
    produce("e");
    sink.refusesBatchesWith = "bad"::equals;
    var task = sink.task(log, driver, ErrorPolicy.bury("dead"), ZERO);

    // When
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.offered)
        .containsExactly("a b c bad e", "a b", "c bad e", "c", "bad e", "bad", "e");
    assertThat(sink.content).containsExactly("a", "b", "c", "e");
    assertThat(log.values("dead", 0)).containsExactly("bad");
    assertThat(log.offsets("connect-out").committed()).containsEntry(ZERO, new Committed(7, "4"));
  }

  @Test
  void commitsBehindABrokenRecordThatIsTheLast() throws Exception {
    // Given
    produce("a", "bad");
    sink.refusesBatchesWith = "bad"::equals;

    // When
    driver.runFor(sink.task(log, driver, ErrorPolicy.bury("dead"), ZERO), SOON);
    driver.runFor(sink.task(log, driver, ErrorPolicy.bury("dead"), ZERO), SOON);

    // Then
    assertThat(log.values("dead", 0)).containsExactly("bad");
    assertThat(sink.passedOver).containsExactly("numbers-0@1");
    assertThat(sink.opened).containsExactly("numbers-0@0", "numbers-0@2");
  }

  @Test
  void commitsBehindWhatIsAllBroken() throws Exception {
    // Given
    produce("bad", "bad", "bad");
    sink.refusesBatchesWith = "bad"::equals;
    var task = sink.task(log, driver, ErrorPolicy.SKIP, ZERO);

    // When
    driver.runFor(task, SOON);

    // Then
    assertThat(log.offsets("connect-out").committed()).containsEntry(ZERO, new Committed(3, "0"));
    assertThat(task.progress().refused()).isEqualTo(3);
  }

  @Test
  void stopsAtExactlyThatRecordWhenItIsNotTolerated() {
    // Given
    produce("a", "b", "c", "bad", "e");
    sink.refusesBatchesWith = "bad"::equals;
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO);

    // When
    assertThatThrownBy(() -> driver.runFor(task, SOON))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
              assertThat(failure.reason().code()).isEqualTo("memory.broken");
              assertThat(failure.reason().what())
                  .contains("numbers-0 offset 3", "one of them is broken");
            });
    assertThat(sink.content).containsExactly("a", "b", "c");
    assertThat(log.offsets("connect-out").committed()).containsEntry(ZERO, new Committed(3, "3"));
  }

  @Test
  void tellsInTheLetterWhatTheSinkThrew() throws Exception {
    // Given
    produce("bad");
    sink.refusesBatchesWith = "bad"::equals;

    // When
    driver.runFor(sink.task(log, driver, ErrorPolicy.bury("dead"), ZERO), SOON);

    // Then
    Map<String, String> headers = log.records("dead", 0).getFirst().headers();
    assertThat(headers)
        .containsEntry("__connect.errors.offset", "0")
        .containsEntry("__connect.errors.exception.class.name", "java.lang.IllegalStateException")
        .containsEntry("__connect.errors.exception.message", "one of them is broken");
    assertThat(headers.get("__connect.errors.exception.stacktrace")).contains("constraint");
  }

  @Test
  void endsWhenNothingIsEverTaken() {
    // Given
    produce(IntStream.range(0, Offers.MOST_IN_A_ROW + 5).mapToObj(_ -> "bad").toList());
    sink.refusesBatchesWith = "bad"::equals;
    var task = sink.task(log, driver, ErrorPolicy.SKIP, ZERO);

    // When
    assertThatThrownBy(() -> driver.runFor(task, Duration.ofMinutes(1)))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
              assertThat(failure.reason().code()).isEqualTo("sink.refuses-everything");
            });
  }

  @Test
  void isAFaultAnywhereElse() {
    // Given
    produce("a");
    sink.onFlush =
        () -> {
          throw ConnectorException.refusedBatch(
              new dev.headrace.connector.Reason("memory.broken", "it is broken", "Mend it."),
              new IllegalStateException());
        };
    var task = sink.task(log, driver, ErrorPolicy.SKIP, ZERO);

    // When
    assertThatThrownBy(() -> driver.runFor(task, SOON))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.UNEXPECTED);
              assertThat(failure.reason().what()).contains("SinkWriter.flush", "it is broken");
            });
  }

  @Test
  void aRefusalOfWhatWasNotGivenIsAFault() {
    // Given
    produce("a");
    sink.refusesOffset = 17;
    var task = sink.task(log, driver, ErrorPolicy.SKIP, ZERO);

    // When
    assertThatThrownBy(() -> driver.runFor(task, SOON))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              // Then
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.UNEXPECTED);
              assertThat(failure.reason().what()).contains("offset 17");
            });
  }

  @Test
  void deliversWhatIsGoodInOrderAndBuriesWhatIsBadWhereverThatIs() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> values =
        IntStream.range(0, 2_000)
            .mapToObj(number -> (random.nextInt(10) == 0 ? "bad" : "good") + number)
            .toList();
    for (int from = 0; from < values.size(); from += 500) {
      produce(values.subList(from, from + 500));
    }
    sink.refusesBatchesWith = value -> value.startsWith("bad");

    driver.runFor(sink.task(log, driver, ErrorPolicy.bury("dead"), ZERO), Duration.ofSeconds(10));

    assertThat(sink.content)
        .as("seed %d", seed)
        .isEqualTo(values.stream().filter(value -> value.startsWith("good")).toList());
    assertThat(log.values("dead", 0))
        .as("seed %d", seed)
        .isEqualTo(values.stream().filter(value -> value.startsWith("bad")).toList());
  }

  private void produce(String... values) {
    produce(List.of(values));
  }

  private void produce(List<String> values) {
    log.topics().ensure("numbers", OptionalInt.of(1), Map.of());
    try (Writer writer = log.writer(new WriterId("producer"))) {
      writer.append(ZERO, MemorySink.batch(values));
      writer.commit();
    }
  }
}
