package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.offset.PositionStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Records and the position behind them become visible together, and the source hears of it after.
 */
class CommittingSourcesTest {

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final NumberSource source = new NumberSource(25);

  @Test
  void readsToTheEndOnce() throws Exception {
    // Given
    var task = source.task(log, driver, ReadMode.ONCE, ErrorPolicy.STOP);
    task.assign(Assignment.last(NumberSource.parts("a", "b")));

    // When
    driver.finish(task);

    // Then
    assertThat(log.values("numbers", 0)).hasSize(50).contains("a:0", "a:24", "b:0", "b:24");
    assertThat(task.ended()).containsExactlyInAnyOrderElementsOf(NumberSource.parts("a", "b"));
    assertThat(task.progress().records()).isEqualTo(50);
    assertThat(source.committed).containsExactlyInAnyOrder("a@25", "b@25");
    assertThat(positions()).containsValue(new NumberSource.Place(25)).hasSize(2);
  }

  @Test
  void nothingIsVisibleAndTheSourceHearsNothingBeforeTheCommitIsDurable() throws Exception {
    // Given
    log.hold();
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));

    // When
    driver.runFor(task, Duration.ofSeconds(1));

    // Then
    assertThat(log.values("numbers", 0)).isEmpty();
    assertThat(positions()).isEmpty();
    assertThat(source.committed).isEmpty();
    assertThat(task.progress().records()).isZero();

    log.release();
    driver.runFor(task, Duration.ofSeconds(1));
    assertThat(log.values("numbers", 0)).hasSize(25);
    assertThat(source.committed).containsExactly("a@25");
  }

  @Test
  void goesOnReadingWithTwoCommitsOnTheirWayAndNoMore() throws Exception {
    // Given
    log.hold();
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));

    // When
    for (int i = 1; i <= 5; i++) {
      source.count = 25 + 10L * i;
      driver.runFor(task, Duration.ofMillis(200));
    }

    // Then
    assertThat(log.heldCommits()).isEqualTo(2);
    log.release();
    driver.runFor(task, Duration.ofMillis(200));
    assertThat(log.values("numbers", 0)).hasSize(75);
    assertThat(log.commits()).isEqualTo(3);
  }

  @Test
  void aSlowLogStopsTheReadingBeforeMemoryRunsOut() throws Exception {
    // Given
    log.hold();
    byte[] large = new byte[100_000];
    source.count = 1_000_000;
    source.incident =
        (_, out) -> {
          out.bytes(large, 0, large.length);
          return false;
        };
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));

    // When
    driver.runFor(task, Duration.ofMinutes(1));

    // Then
    assertThat(log.heldCommits()).isEqualTo(2);
    log.release();
    driver.turn(task);
    long bytes = log.values("numbers", 0).size() * (long) large.length;
    assertThat(bytes).isLessThan(4 * SourceLoop.COMMIT_BYTES);
  }

  @Test
  void anIdleSourceCommitsNothing() throws Exception {
    // Given
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(task, Duration.ofSeconds(1));

    // When
    driver.runFor(task, Duration.ofMinutes(5));

    // Then
    assertThat(log.commits()).isEqualTo(1);
  }

  @Test
  void aStoppedSourceCommitsWhatItRead() throws Exception {
    // Given
    source.perRead = 1;
    source.count = 1_000_000;
    var task = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    task.assign(Assignment.changing(NumberSource.parts("a")));
    driver.turn(task);

    // When
    task.stop();
    driver.finish(task);

    // Then
    int read = log.values("numbers", 0).size();
    assertThat(read).isPositive();
    assertThat(positions()).containsValue(new NumberSource.Place(read));
  }

  @Test
  void aSuccessorFencesTheTask() throws Exception {
    // Given
    var first = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    first.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(first, Duration.ofSeconds(1));
    var second = source.task(log, driver, ReadMode.CONTINUOUS, ErrorPolicy.STOP);
    second.assign(Assignment.changing(NumberSource.parts("a")));
    driver.runFor(second, Duration.ofSeconds(1));

    // When
    source.count = 35;

    // Then
    assertThatThrownBy(() -> driver.runFor(first, Duration.ofSeconds(1)))
        .isInstanceOf(LogException.Fenced.class);
    driver.runFor(second, Duration.ofSeconds(1));
    assertThat(log.values("numbers", 0)).hasSize(35).doesNotHaveDuplicates();
  }

  private Map<NumberSource.Part, NumberSource.Place> positions() {
    return new PositionStore(log.table(PositionStore.TOPIC)).of("in", source).committed();
  }
}
