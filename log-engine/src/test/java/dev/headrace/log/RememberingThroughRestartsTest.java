package dev.headrace.log;

import static dev.headrace.log.Engines.commit;
import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.createTopic;
import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics.Creation;
import dev.headrace.log.broker.Topics.Deletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RememberingThroughRestartsTest {

  @TempDir Path directory;

  @Test
  void knowsItsTopicsAndTheirConfig() throws Exception {
    Topic made;
    try (LogEngine engine = open()) {
      NewTopic wanted =
          new NewTopic("orders", OptionalInt.of(2), OptionalInt.of(1), Map.of("retention.ms", "7"));
      Creation creation =
          engine.topics().create(wanted).toCompletableFuture().get(30, TimeUnit.SECONDS);
      made = ((Creation.Created) creation).topic();
    }

    try (LogEngine engine = open()) {
      assertThat(engine.topics().find("orders")).contains(made);
      assertThat(engine.topics().find(made.id())).contains(made);
      assertThat(made.config()).containsEntry("retention.ms", "7");
    }
  }

  @Test
  void givesARecreatedTopicANewIdAndNoOldOffsets() throws Exception {
    Topic former;
    try (LogEngine engine = open()) {
      former = createTopic(engine, "orders", 1);
      engine
          .writer("w")
          .commit(List.of(staged("orders", 0, "old")), offset("sink", "orders", 1))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      Deletion deletion =
          engine.topics().delete("orders").toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(deletion).isEqualTo(new Deletion.Deleted(former));
    }

    try (LogEngine engine = open()) {
      Topic anew = createTopic(engine, "orders", 1);
      assertThat(anew.id()).isNotEqualTo(former.id());
      assertThat(committed(engine, "orders", 0)).isEmpty();
      assertThat(engine.offsets().committed("sink")).isEmpty();
    }
  }

  @Test
  void handsOutNoProducerIdTwice() throws Exception {
    Set<Long> ids = new HashSet<>();
    for (int start = 0; start < 3; start++) {
      try (LogEngine engine = open()) {
        for (int i = 0; i < 1_500; i++) {
          long id = engine.producerIds().next().toCompletableFuture().get(30, TimeUnit.SECONDS);
          assertThat(ids.add(id)).as("id %s", id).isTrue();
        }
      }
    }
  }

  @Test
  void goesOnWithTheEpochsOfItsWriters() throws Exception {
    for (int start = 0; start < 3; start++) {
      try (LogEngine engine = open()) {
        if (start == 0) {
          createTopic(engine, "orders", 2);
        }
        commit(engine.writer("w"), staged("orders", 0, "a" + start), staged("orders", 1, "b"));
      }
    }

    try (LogEngine engine = open()) {
      assertThat(committed(engine, "orders", 0)).containsExactly("a0", "a1", "a2");
    }
  }

  @Test
  void refusesToStartWithPartitionsButWithoutMetadata() throws Exception {
    try (LogEngine engine = open()) {
      createTopic(engine, "orders", 1);
    }
    Files.move(data().resolve("__headrace_metadata-0"), directory.resolve("moved"));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("__headrace_metadata-0");
    assertThat(data().resolve("orders-0")).exists();
  }

  private LogEngine open() throws IOException {
    return LogEngine.open(EngineSettings.of(data()));
  }

  private Path data() {
    return directory.resolve("data");
  }
}
