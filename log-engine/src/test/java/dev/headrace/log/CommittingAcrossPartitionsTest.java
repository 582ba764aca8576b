package dev.headrace.log;

import static dev.headrace.log.Engines.commit;
import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.createTopic;
import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.broker.CommitFailedException;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommittingAcrossPartitionsTest {

  @TempDir Path directory;
  private LogEngine engine;

  @BeforeEach
  void open() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory));
    createTopic(engine, "orders", 2);
    createTopic(engine, "positions", 1);
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void showsRecordsOfAllPartitionsAndOffsets() throws Exception {
    // Given
    TransactionalWriter writer = engine.writer("w");

    // When
    writer
        .commit(
            List.of(
                staged("orders", 0, "a", "b"), staged("orders", 1, "c"), staged("orders", 0, "d")),
            offset("sink", "orders", 4))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);

    // Then
    assertThat(committed(engine, "orders", 0)).containsExactly("a", "b", "d");
    assertThat(committed(engine, "orders", 1)).containsExactly("c");
    assertThat(engine.offsets().committed("sink").get(new TopicPartition("orders", 0)).offset())
        .isEqualTo(4);
  }

  @Test
  void keepsTheOrderOfCommitsThatAreGivenWithoutWaiting() throws Exception {
    TransactionalWriter writer = engine.writer("w");
    List<CompletableFuture<Void>> commits = new ArrayList<>();
    List<String> expected = new ArrayList<>();

    for (int i = 0; i < 40; i++) {
      expected.add("v" + i);
      commits.add(
          writer
              .commit(
                  List.of(staged("orders", 0, "v" + i), staged("positions", 0, "p" + i)), Map.of())
              .toCompletableFuture());
    }
    CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(committed(engine, "orders", 0)).isEqualTo(expected);
    assertThat(committed(engine, "positions", 0)).hasSize(40);
  }

  @Test
  void writesOneBatchWithoutAnyMarker() throws Exception {
    TransactionalWriter writer = engine.writer("w");

    commit(writer, staged("orders", 0, "only"));

    assertThat(committed(engine, "orders", 0)).containsExactly("only");
    assertThat(engine.partitions().find(new TopicPartition("orders", 0)).orElseThrow().endOffset())
        .isEqualTo(1);
  }

  @Test
  void showsNothingOfACommitOfWhichAPartWasRefused() throws Exception {
    // Given
    TransactionalWriter writer = engine.writer("w");

    // When
    CompletableFuture<Void> refused =
        writer
            .commit(List.of(staged("orders", 0, "half"), staged("nowhere", 0, "x")), Map.of())
            .toCompletableFuture();

    // Then
    assertThatThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CommitFailedException.class)
        .hasMessageContaining("nowhere-0");
    assertThat(committed(engine, "orders", 0)).isEmpty();
    assertThat(Engines.values(engine, "orders", 0, Isolation.READ_UNCOMMITTED))
        .containsExactly("half");
  }

  @Test
  void isOverAfterAFailureUntilItIsOpenedAnew() throws Exception {
    TransactionalWriter broken = engine.writer("w");
    broken.commit(List.of(staged("nowhere", 0, "x"), staged("orders", 0, "y")), Map.of());

    assertThatThrownBy(() -> commit(broken, staged("orders", 0, "z")))
        .hasCauseInstanceOf(CommitFailedException.class);
    commit(engine.writer("w"), staged("orders", 0, "anew"), staged("orders", 1, "anew"));

    assertThat(committed(engine, "orders", 0)).containsExactly("anew");
  }

  @Test
  void completesACommitOfNothingInItsTurn() throws Exception {
    TransactionalWriter writer = engine.writer("w");
    CompletableFuture<Void> before =
        writer
            .commit(List.of(staged("orders", 0, "a"), staged("orders", 1, "b")), Map.of())
            .toCompletableFuture();

    writer.commit(List.of(), Map.of()).toCompletableFuture().get(30, TimeUnit.SECONDS);

    assertThat(before).isCompleted();
  }
}
