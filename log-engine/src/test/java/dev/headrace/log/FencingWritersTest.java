package dev.headrace.log;

import static dev.headrace.log.Engines.commit;
import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.createTopic;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.broker.WriterFencedException;
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

final class FencingWritersTest {

  @TempDir Path directory;
  private LogEngine engine;

  @BeforeEach
  void open() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory));
    createTopic(engine, "orders", 2);
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void endsTheOneBefore() throws Exception {
    // Given
    TransactionalWriter former = engine.writer("w");
    commit(former, staged("orders", 0, "a"), staged("orders", 1, "a"));

    // When
    TransactionalWriter successor = engine.writer("w");

    // Then
    assertThatThrownBy(() -> commit(former, staged("orders", 0, "late")))
        .hasCauseInstanceOf(WriterFencedException.class);
    commit(successor, staged("orders", 0, "b"), staged("orders", 1, "b"));
    assertThat(committed(engine, "orders", 0)).containsExactly("a", "b");
  }

  @Test
  void leavesWritersOfOtherIdsAlone() throws Exception {
    TransactionalWriter other = engine.writer("other");

    engine.writer("w");

    commit(other, staged("orders", 0, "x"), staged("orders", 1, "x"));
    assertThat(committed(engine, "orders", 1)).containsExactly("x");
  }

  @Test
  void settlesWhatIsOnItsWayAndDropsWhatIsQueued() throws Exception {
    for (int round = 0; round < 20; round++) {
      // Given
      int attempt = round;
      TransactionalWriter former = engine.writer("w");
      List<CompletableFuture<Void>> commits = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String value = attempt + "-" + i;
        commits.add(
            former
                .commit(List.of(staged("orders", 0, value), staged("orders", 1, value)), Map.of())
                .toCompletableFuture());
      }

      // When
      engine.writer("w");
      List<String> seen = committed(engine, "orders", 0);

      // Then
      for (int i = 0; i < commits.size(); i++) {
        boolean made = isMade(commits.get(i));
        assertThat(seen.contains(attempt + "-" + i)).as("commit %s-%s", attempt, i).isEqualTo(made);
      }
      assertThat(committed(engine, "orders", 1)).isEqualTo(seen);
      assertThat(committed(engine, "orders", 0)).isEqualTo(seen);
    }
  }

  private static boolean isMade(CompletableFuture<Void> commit) throws Exception {
    return commit
        .handle(
            (_, failure) -> {
              if (failure != null) {
                assertThat(failure).isInstanceOf(WriterFencedException.class);
              }
              return failure == null;
            })
        .get(30, TimeUnit.SECONDS);
  }
}
