package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.FlushReason;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink gets each record once, whatever is killed between its flush and the commit. */
class DeliveringToSinksOnceTest {

  private static final TopicPartition ZERO = new TopicPartition("numbers", 0);
  private static final TopicPartition ONE = new TopicPartition("numbers", 1);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final MemorySink sink = new MemorySink();

  @BeforeEach
  void topic() {
    log.topics().ensure("numbers", OptionalInt.of(2), Map.of());
  }

  @Test
  void theFirstReceiptIsCommittedBeforeAnythingIsWritten() throws Exception {
    // Given
    append(ZERO, 0, 10);
    log.hold();
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO);

    // When
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.flushes).containsExactly(FlushReason.OPENED);
    assertThat(sink.content).isEmpty();
    log.release();
    driver.runFor(task, SOON);
    assertThat(sink.content).hasSize(10);
    assertThat(log.offsets("connect-out").committed())
        .containsExactlyEntriesOf(Map.of(ZERO, new Committed(10, "10")));
  }

  @Test
  void whatIsAppendedIsFlushedAtOnce() throws Exception {
    // Given
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO, ONE);
    driver.runFor(task, SOON);

    // When
    append(ONE, 0, 5);
    driver.runFor(task, Duration.ofMillis(50));

    // Then
    assertThat(log.offsets("connect-out").committed()).containsEntry(ONE, new Committed(5, "5"));
    assertThat(task.progress().records()).isEqualTo(5);
  }

  /** {@link dev.headrace.connector.SinkWriter#flush} promises it. */
  @Test
  void noMoreThanTwoAnswersOfTheSinkAreOnTheirWay() throws Exception {
    // Given
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO);
    driver.runFor(task, SOON);
    int megabytes = 30;
    try (Writer writer = log.writer(new WriterId("test"))) {
      for (int i = 0; i < megabytes; i++) {
        writer.append(ZERO, MemorySink.batch(List.of("m".repeat(1_000_000))));
      }
      writer.commit().toCompletableFuture().join();
    }

    // When
    log.hold();
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.flushes)
        .containsExactly(FlushReason.OPENED, FlushReason.INTERVAL, FlushReason.INTERVAL);
    log.release();
    driver.runFor(task, SOON);
    assertThat(sink.flushes).as("a third one was due").hasSizeGreaterThan(3);
    assertThat(log.offsets("connect-out").committed())
        .containsEntry(ZERO, new Committed(megabytes, Integer.toString(megabytes)));
  }

  @Test
  void finishesAtTheEndsThatItIsGiven() throws Exception {
    // Given
    append(ZERO, 0, 100);
    append(ONE, 0, 100);
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO, ONE);
    task.finishAt(Map.of(ZERO, 101L, ONE, 101L));

    // When
    driver.finish(task);

    // Then
    assertThat(sink.content).hasSize(200);
    assertThat(sink.flushes).endsWith(FlushReason.STOP);
    assertThat(task.progress().lag()).hasValue(2); // two markers, which are no records
  }

  @Test
  void aStoppedSinkCommitsWhatItTook() throws Exception {
    // Given
    append(ZERO, 0, 10);
    var task = sink.task(log, driver, ErrorPolicy.STOP, ZERO);
    driver.turn(task);
    driver.turn(task);

    // When
    task.stop();
    driver.finish(task);

    // Then
    assertThat(log.offsets("connect-out").committed())
        .containsEntry(ZERO, new Committed(sink.content.size(), sink.content.size() + ""));
  }

  @Test
  void nothingIsLostOrRepeatedThroughCrashes() throws Exception {
    for (int round = 0; round < Integer.getInteger("headrace.rounds", 3) * 20; round++) {
      long seed = new Random().nextLong();
      MemorySink target = new MemorySink();
      MemoryLog crashing = new MemoryLog();
      int records = runWithCrashes(new Random(seed), crashing, target);
      assertThat(target.content)
          .as("seed %d", seed)
          .containsExactlyElementsOf(IntStream.range(0, records).mapToObj(i -> "n" + i).toList());
    }
  }

  private int runWithCrashes(Random random, MemoryLog crashing, MemorySink target)
      throws Exception {
    crashing.topics().ensure("numbers", OptionalInt.of(1), Map.of());
    int appended = 0;
    for (int crashes = random.nextInt(20); crashes > 0; crashes--) {
      var task = target.task(crashing, driver, ErrorPolicy.STOP, ZERO);
      for (int turns = random.nextInt(12); turns > 0; turns--) {
        switch (random.nextInt(5)) {
          case 0 -> crashing.hold();
          case 1 -> crashing.release();
          case 2 -> {
            crashing.release();
            appended += append(crashing, ZERO, appended, random.nextInt(1, 20));
          }
          default -> driver.turn(task);
        }
      }
      crashing.dropHeld();
    }
    var last = target.task(crashing, driver, ErrorPolicy.STOP, ZERO);
    last.finishAt(Map.of());
    driver.finish(last);
    return appended;
  }

  private void append(TopicPartition partition, int from, int count) {
    append(log, partition, from, count);
  }

  private static int append(MemoryLog into, TopicPartition partition, int from, int count) {
    try (Writer writer = into.writer(new WriterId("producer"))) {
      List<String> values = IntStream.range(from, from + count).mapToObj(i -> "n" + i).toList();
      writer.append(partition, MemorySink.batch(values));
      writer.commit();
    }
    return count;
  }
}
