package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.MemoryLog;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Partitions come and go while a source task runs. */
class ChangingSourcePartitionsTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final NumberSource source = new NumberSource(10);

  @Test
  void aNewPartitionIsReadBesideTheOthers() throws Exception {
    // Given
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(task, SOON);

    // When
    task.assign(Assignment.changing(NumberSource.parts("a", "b")));
    driver.runFor(task, SOON);

    // Then
    assertThat(log.values("numbers", 0)).hasSize(20).contains("b:9");
    assertThat(source.opened).containsExactly("a@0", "b@0");
  }

  @Test
  void aPartitionThatIsLeftOutIsReadUpAndClosed() throws Exception {
    // Given
    source.count = 100;
    source.perRead = 1;
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a", "b")));
    driver.turn(task);

    // When
    task.assign(Assignment.changing(NumberSource.parts("b")));
    driver.runFor(task, SOON);

    // Then
    assertThat(source.closed).containsExactly("a");
    assertThat(log.values("numbers", 0)).contains("a:99", "b:99");
  }

  @Test
  void aPartitionThatComesBackGoesOnWhereItWas() throws Exception {
    // Given
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(task, SOON);
    task.assign(Assignment.changing(List.of()));
    driver.runFor(task, SOON);
    source.count = 15;

    // When
    task.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(task, SOON);

    // Then
    assertThat(source.opened).containsExactly("a@0", "a@10");
    assertThat(log.values("numbers", 0)).hasSize(15).doesNotHaveDuplicates();
  }

  @Test
  void aPartitionThatHasEndedStaysEndedWhileItIsAssigned() throws Exception {
    // Given
    var task = source.task(log, driver, ReadMode.ONCE, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(task, SOON);
    assertThat(task.ended()).containsExactlyElementsOf(NumberSource.parts("a"));

    // When
    task.assign(Assignment.last(NumberSource.parts("a", "b")));
    driver.finish(task);

    // Then
    assertThat(source.opened).containsExactly("a@0", "b@0");
    assertThat(source.closed).containsExactly("a", "b");
  }

  @Test
  void manyPartitionsAreReadInTurns() throws Exception {
    // Given
    source.count = 20;
    source.perRead = 3;
    String[] names = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
    var task = source.task(log, driver, ReadMode.ONCE, ErrorPolicy.STOP);
    task.assign(Assignment.last(NumberSource.parts(names)));

    // When
    driver.finish(task);

    // Then
    assertThat(log.values("numbers", 0)).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(source.closed).hasSize(500);
  }
}
