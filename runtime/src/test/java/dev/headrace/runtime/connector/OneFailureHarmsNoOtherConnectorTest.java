package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.log.MemoryLog;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The poison library: whatever a connector does wrong, it says so, and all others work. */
@Timeout(60)
class OneFailureHarmsNoOtherConnectorTest {

  static Stream<Arguments> poisonOfSources() {
    return Stream.of("plan", "open", "read").flatMap(OneFailureHarmsNoOtherConnectorTest::poison);
  }

  static Stream<Arguments> poisonOfSinks() {
    return Stream.of("open", "write", "flush").flatMap(OneFailureHarmsNoOtherConnectorTest::poison);
  }

  private static Stream<Arguments> poison(String method) {
    Stream<Arguments> failures = failures(method);
    Stream<Arguments> answers = Stream.of(arguments(method, Incidents.nothing(), "null"));
    return Stream.concat(failures, answers);
  }

  private static Stream<Arguments> failures(String method) {
    return Stream.of(
        arguments(method, Incidents.throwing(new IllegalStateException("oops")), "oops"),
        arguments(method, Incidents.error(), "a class is missing"),
        arguments(method, Incidents.outOfMemory(), "memory"),
        arguments(method, Incidents.tooDeep(), "StackOverflowError"),
        arguments(method, Incidents.refusing(), "It is refused."),
        arguments(method, Incidents.awayFromHome(), "The far side is away."),
        arguments(method, Incidents.misconfigured(), "The path is wrong."));
  }

  static Stream<Arguments> poisonOfCommitted() {
    return failures("committed");
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

  /** In a time that stands: nothing is left to commit when the task comes back. */
  @ParameterizedTest
  @MethodSource("poisonOfCommitted")
  void ofASourceThatIsToldOfACommit(String method, Incidents.Incident incident, String says) {
    FakeTime time = new FakeTime("2026-11-25T10:00:00Z");
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS, new MemoryLog(), time)) {
      worker.inSource.in(method, incident);

      worker.apply("bad", "bad-source", "topic", "t");

      assertFailureIsTold(worker, says);
      worker.apply("out", "good-sink", "topics", "t");
      worker.awaitTaken("a:0", "a:1", "a:2");
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

  @ParameterizedTest
  @ValueSource(strings = {"plan", "open", "read", "committed", "close"})
  void thoughAsManyAsYouLikeNeverComeBack(String method) {
    CountDownLatch released = new CountDownLatch(1);
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSource.in(method, Incidents.deaf(released));
      if (method.equals("close")) {
        worker.inSource.in("read", Incidents.awayFromHome());
      }

      String parts = "a,b,c,d,e,f,g,h,i,j,k,l";
      worker.apply("bad", "bad-source", "topic", "b", "parts", parts, "tasks.max", "12");
      await().until(() -> worker.inSource.calls(method) > 0);

      assertOthersWork(worker);
      released.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "write", "flush", "close"})
  void thoughASinkNeverComesBack(String method) {
    CountDownLatch released = new CountDownLatch(1);
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSink.in(method, Incidents.deaf(released));
      if (method.equals("close")) {
        worker.inSink.in("write", Incidents.awayFromHome());
      }

      worker.apply("bad", "bad-sink", "topics", "t");

      assertOthersWork(worker);
      await().until(() -> worker.inSink.calls(method) > 0);
      released.countDown();
    }
  }

  @Test
  void thoughItSpins() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSource.in("read", Incidents.spinning());

      String parts = "a,b,c,d,e,f,g,h,i,j,k,l";
      worker.apply("bad", "bad-source", "topic", "b", "parts", parts, "tasks.max", "12");
      await().until(() -> worker.inSource.calls("read") > 0);

      assertOthersWork(worker);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "write", "flush"})
  void thoughItInterruptsTheThreadItIsGiven(String method) {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSink.in(method, Incidents.interrupting());

      worker.apply("bad", "bad-sink", "topics", "t");

      assertOthersWork(worker);
      await().until(() -> worker.badSink.taken.size() == 3);
    }
  }

  @Test
  void thoughItCannotBeClosed() {
    try (TestWorker worker = new TestWorker(ReadMode.CONTINUOUS)) {
      worker.inSource.in("close", Incidents.throwing(new IllegalStateException("oops")));
      worker.inSource.in("read", Incidents.awayFromHome());

      worker.apply("bad", "bad-source", "topic", "b");
      assertFailureIsTold(worker, "The far side is away.");
      worker.inSource.over("read");

      worker.awaitTaskState("bad", State.RUNNING);
      assertOthersWork(worker);
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
