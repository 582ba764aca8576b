package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletingOnceTest {

  private final TestWorker worker = new TestWorker(ReadMode.ONCE);

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void endsWhenSinksHaveWrittenAllThatSourcesRead() throws InterruptedException {
    worker.apply("out", "good-sink", "topics", "t");
    worker.apply("in", "good-source", "topic", "t", "parts", "a,b", "tasks.max", "2");

    assertThat(worker.supervisor.awaitCompletion().failures()).isEmpty();

    assertThat(worker.goodSink.taken)
        .containsExactlyInAnyOrder("a:0", "a:1", "a:2", "b:0", "b:1", "b:2");
    assertThat(worker.status("in").state()).isEqualTo(State.COMPLETED);
    assertThat(worker.status("out").state()).isEqualTo(State.COMPLETED);
  }

  @Test
  void readsPartitionsThatAppearWhenOthersHaveEnded() throws InterruptedException {
    worker.goodSource.planned = Optional.of(List.of("a", "b"));
    worker.apply("in", "good-source", "topic", "t");

    assertThat(worker.supervisor.awaitCompletion().failures()).isEmpty();

    assertThat(worker.status("in").tasks().getFirst().progress().records()).isEqualTo(6);
  }

  @Test
  void endsThoughItCannotBeFoundOutWhetherThereIsMore() throws InterruptedException {
    worker.badSource.planned = Optional.of(List.of("a"));
    worker.inSource.in(
        "plan",
        () ->
            worker.inSource.calls("plan") > 1
                ? Incidents.misconfigured().happen()
                : Incidents.Answer.ITS_OWN);
    worker.apply("bad", "bad-source", "topic", "t");

    assertThat(worker.supervisor.awaitCompletion().failures()).hasSize(1);

    assertThat(worker.log.values("t", 0)).containsExactly("a:0", "a:1", "a:2");
  }

  @Test
  void readsNothingTwiceThoughATaskRestarts() throws InterruptedException {
    worker.inSource.in(
        "read b",
        () ->
            worker.log.values("t", 0).size() < 3
                ? Incidents.Answer.MORE_OF_NOTHING
                : worker.inSource.calls("open") > 2
                    ? Incidents.Answer.ITS_OWN
                    : Incidents.awayFromHome().happen());
    worker.apply("in", "bad-source", "topic", "t", "parts", "a,b", "whole", "true");

    assertThat(worker.supervisor.awaitCompletion().failures()).isEmpty();

    assertThat(worker.log.values("t", 0)).containsExactly("a:0", "a:1", "a:2", "b:0", "b:1", "b:2");
  }

  @Test
  void endsThoughThereIsNothingToDo() throws InterruptedException {
    worker.goodSource.planned = Optional.of(List.of());
    worker.apply("in", "good-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "nothing-here");

    assertThat(worker.supervisor.awaitCompletion().failures()).isEmpty();
  }

  @Test
  void writesWhatThereIsThoughASourceFailed() throws InterruptedException {
    worker.inSource.in("read", Incidents.misconfigured());
    worker.apply("bad", "bad-source", "topic", "t");
    worker.apply("in", "good-source", "topic", "t");
    worker.apply("out", "good-sink", "topics", "t");

    assertThat(worker.supervisor.awaitCompletion().failures())
        .containsExactly(
            new Outcome.Failed(
                worker.supervisor.config("bad").orElseThrow(),
                ConnectorException.Kind.CONFIGURATION,
                new Reason("test.wrong", "The path is wrong.", "Correct it.")));

    assertThat(worker.goodSink.taken).containsExactly("a:0", "a:1", "a:2");
    assertThat(worker.status("bad").state()).isEqualTo(State.FAILED);
  }

  @Test
  void doesNotTryAFarSideThatIsAwayWithoutEnd() throws InterruptedException {
    worker.inSource.in("plan", Incidents.awayFromHome());
    worker.apply("bad", "bad-source", "topic", "t");

    assertThat(worker.supervisor.awaitCompletion().failures())
        .extracting(Outcome.Failed::kind)
        .containsExactly(ConnectorException.Kind.TRANSIENT);
  }

  @Test
  void failsWhenASinkFails() throws InterruptedException {
    worker.inSink.in("write", Incidents.misconfigured());
    worker.apply("in", "good-source", "topic", "t");
    worker.apply("out", "bad-sink", "topics", "t");

    assertThat(worker.supervisor.awaitCompletion().failures())
        .extracting(failed -> failed.config().name())
        .containsExactly("out");
  }

  @Test
  void tellsWhatManyTasksOfAConnectorFailedWithOnce() throws InterruptedException {
    worker.inSource.in("read", Incidents.misconfigured());
    worker.apply("bad", "bad-source", "topic", "t", "parts", "a,b", "tasks.max", "2");

    assertThat(worker.supervisor.awaitCompletion().failures()).hasSize(1);
  }
}
