package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MovingRecordsTest {

  @Test
  void fromASourceThroughTheLogToASink() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.apply("in", "good-source", "topic", "t");
      worker.apply("out", "good-sink", "topics", "t");

      worker.awaitTaken("a:0", "a:1", "a:2");

      ConnectorStatus in =
          worker.awaitStatus(
              "in",
              status ->
                  status.tasks().size() == 1
                      && status.tasks().getFirst().progress().records() == 3);
      assertThat(in.kind()).isEqualTo(ConnectorStatus.Kind.SOURCE);
      assertThat(in.topics()).containsExactly("t");
      assertThat(in.trace()).isEmpty();
      assertThat(worker.status("out").tasks()).extracting("state").containsExactly(State.RUNNING);
    }
  }

  @Test
  void toASinkWhoseTopicAppearsLater() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.apply("out", "good-sink", "topics", "t");
      worker.awaitState("out", State.RUNNING);
      assertThat(worker.status("out").tasks()).isEmpty();

      worker.apply("in", "good-source", "topic", "t");

      worker.awaitTaken("a:0", "a:1", "a:2");
    }
  }

  @Test
  void toASinkThatNamesItsTopicsByAPattern() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.apply("out", "good-sink", "topics.regex", "t.");
      worker.apply("in", "good-source", "topic", "t1", "count", "1");
      worker.awaitTaken("a:0");

      worker.apply("in2", "good-source", "topic", "t2", "count", "1", "parts", "b");

      worker.awaitTaken("a:0", "b:0");
    }
  }

  @Test
  void fromPartitionsThatAppearLater() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.goodSource.planned = Optional.of(List.of());
      worker.apply("in", "good-source", "topic", "t", "count", "1", "tasks.max", "2");
      worker.apply("out", "good-sink", "topics", "t");
      worker.awaitState("in", State.RUNNING);

      worker.goodSource.planned = Optional.of(List.of("a"));
      worker.awaitTaken("a:0");
      worker.goodSource.planned = Optional.of(List.of("a", "b"));
      worker.awaitTaken("a:0", "b:0");

      assertThat(worker.status("in").tasks()).hasSize(2);
    }
  }
}
