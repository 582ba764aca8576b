package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OneFailureHarmsNoOtherConnectorTest {

  static Stream<Arguments> poisonOfSources() {
    return Stream.of("plan", "open", "read").flatMap(OneFailureHarmsNoOtherConnectorTest::poison);
  }

  static Stream<Arguments> poisonOfSinks() {
    return Stream.of("open", "write", "flush").flatMap(OneFailureHarmsNoOtherConnectorTest::poison);
  }

  private static Stream<Arguments> poison(String method) {
    return Stream.of(
        arguments(method, Incidents.throwing(new IllegalStateException("oops")), "oops"),
        arguments(method, Incidents.error(), "a class is missing"),
        arguments(method, Incidents.nothing(), "null"),
        arguments(method, Incidents.awayFromHome(), "The far side is away."),
        arguments(method, Incidents.misconfigured(), "The path is wrong."));
  }

  @ParameterizedTest
  @MethodSource("poisonOfSources")
  void ofASource(String method, Incidents.Incident incident, String says) {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSource.in(method, incident);

      worker.apply("bad", "bad-source", "topic", "b");

      assertFailureIsTold(worker, says);
      assertOthersWork(worker);
    }
  }

  @ParameterizedTest
  @MethodSource("poisonOfSinks")
  void ofASink(String method, Incidents.Incident incident, String says) {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSink.in(method, incident);

      worker.apply("bad", "bad-sink", "topics", "t");

      assertOthersWork(worker);
      assertFailureIsTold(worker, says);
    }
  }

  private static void assertFailureIsTold(TestWorker worker, String says) {
    ConnectorStatus bad = worker.awaitStatus("bad", status -> status.trace().isPresent());
    assertThat(bad.trace().orElseThrow()).contains(says).matches("(?s).*\\[[a-z.-]+]");
    assertThat(bad.state()).isNotEqualTo(State.COMPLETED);
  }

  private static void assertOthersWork(TestWorker worker) {
    worker.apply("in", "good-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");
    worker.awaitTaken("a:0", "a:1", "a:2");
  }
}
