package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both loops in their pool, over the log on real files. */
class RunningOverTheEmbeddedLogTest {

  private static final Duration SECONDS = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void everyRecordArrivesOnceWhateverIsAbandoned() throws Exception {
    for (int round = 0; round < Integer.getInteger("headrace.rounds", 3); round++) {
      long seed = new Random().nextLong();
      NumberSource source = new NumberSource(20_000);
      source.perRead = 500;
      MemorySink sink = new MemorySink();
      moveWithInterruptions(directory.resolve("round-" + round), new Random(seed), source, sink);
      assertThat(sink.content)
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(records("a", "b"));
    }
  }

  private static void moveWithInterruptions(
      Path data, Random random, NumberSource source, MemorySink sink) throws Exception {
    for (int restarts = random.nextInt(6); restarts > 0; restarts--) {
      try (EmbeddedPipeline pipeline = new EmbeddedPipeline(data)) {
        Task in = source(pipeline, source, ReadMode.ONCE);
        Task out = sink(pipeline, sink);
        int enough = sink.content.size() + random.nextInt(10_000);
        await()
            .atMost(SECONDS)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> pipeline.hasEnded(in) || in.progress().records() > enough);
        assertThat(out.progress().refused()).isZero();
      } // abandons both, with commits on their way
    }
    try (EmbeddedPipeline pipeline = new EmbeddedPipeline(data)) {
      Task in = source(pipeline, source, ReadMode.ONCE);
      SinkTask<MemorySink.Config> out = sink(pipeline, sink);
      await().atMost(SECONDS).until(() -> pipeline.hasEnded(in));
      out.finishAt(Map.of());
      await().atMost(SECONDS).until(() -> pipeline.hasEnded(out));
      assertThat(pipeline.end(in)).isEqualTo(new TaskEnd.Finished());
      assertThat(pipeline.end(out)).isEqualTo(new TaskEnd.Finished());
    }
  }

  @Test
  void whatIsAddedArrivesWhileTheTasksWait() throws Exception {
    // Given
    NumberSource source = new NumberSource(10);
    MemorySink sink = new MemorySink();
    try (EmbeddedPipeline pipeline = new EmbeddedPipeline(directory)) {
      source(pipeline, source, ReadMode.CONTINUOUS);
      Task out = sink(pipeline, sink);
      await().atMost(SECONDS).until(() -> out.progress().records() == 20);

      // When
      source.count = 11;

      // Then
      await().atMost(SECONDS).until(() -> out.progress().records() == 22);
    }
    assertThat(sink.content).contains("a:10", "b:10");
  }

  @Test
  void tasksUnderLoadStopInOrder() throws Exception {
    // Given
    NumberSource source = new NumberSource(Long.MAX_VALUE);
    source.perRead = 1000;
    MemorySink sink = new MemorySink();
    try (EmbeddedPipeline pipeline = new EmbeddedPipeline(directory)) {
      Task in = source(pipeline, source, ReadMode.CONTINUOUS);
      Task out = sink(pipeline, sink);
      await().atMost(SECONDS).until(() -> out.progress().records() > 1000);

      // When
      in.stop();
      out.stop();

      // Then
      await().atMost(SECONDS).until(() -> pipeline.hasEnded(in) && pipeline.hasEnded(out));
      assertThat(pipeline.end(in)).isEqualTo(new TaskEnd.Finished());
      assertThat(pipeline.end(out)).isEqualTo(new TaskEnd.Finished());
      assertThat(out.progress().records()).isEqualTo(sink.content.size());
    }
  }

  @Test
  void aSinkThatHangsDoesNotHoldUpTheSourceAndCanBeAbandoned() throws Exception {
    // Given
    NumberSource source = new NumberSource(20_000);
    source.perRead = 1000;
    MemorySink sink = new MemorySink();
    CountDownLatch hanging = new CountDownLatch(1);
    sink.onWrite = () -> hang(hanging);
    try (EmbeddedPipeline pipeline = new EmbeddedPipeline(directory)) {
      Task out = sink(pipeline, sink);
      Task in = source(pipeline, source, ReadMode.ONCE);
      hanging.await();
      await().atMost(SECONDS).until(() -> pipeline.hasEnded(in));

      // When
      pipeline.pool.abandon(out);

      // Then
      await().atMost(SECONDS).until(() -> pipeline.hasEnded(out));
      assertThat(pipeline.end(out)).isEqualTo(new TaskEnd.Abandoned());
      sink.onWrite = () -> {};
      Task again = sink(pipeline, sink);
      await().atMost(SECONDS).until(() -> again.progress().records() == 40_000);
    }
    assertThat(sink.content).containsExactlyInAnyOrderElementsOf(records("a", "b"));
  }

  private static void hang(CountDownLatch hanging) {
    hanging.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Task source(EmbeddedPipeline pipeline, NumberSource source, ReadMode mode) {
    var task = source.task(pipeline.services, pipeline.positions, mode, ErrorPolicy.STOP);
    task.assign(
        mode == ReadMode.ONCE
            ? Assignment.last(NumberSource.parts("a", "b"))
            : Assignment.changing(NumberSource.parts("a", "b")));
    pipeline.start(task);
    return task;
  }

  private static SinkTask<MemorySink.Config> sink(EmbeddedPipeline pipeline, MemorySink sink) {
    var task = sink.task(pipeline.services, ErrorPolicy.STOP, EmbeddedPipeline.NUMBERS);
    pipeline.start(task);
    return task;
  }

  private static List<String> records(String... partitions) {
    List<String> records = new ArrayList<>();
    for (String partition : partitions) {
      for (int i = 0; i < 20_000; i++) {
        records.add(partition + ":" + i);
      }
    }
    return records;
  }
}
