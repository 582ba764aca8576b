package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.log.LogException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever connector code does, the task hears of it in one way, and the log's files stay open. */
class CallingConnectorsTest {

  private final ClassLoader plugin = new ClassLoader() {};
  private final Object connector =
      Proxy.newProxyInstance(plugin, new Class<?>[] {Runnable.class}, (_, _, _) -> plugin);
  private final ConnectorCalls calls = new ConnectorCalls("task c-0", connector);

  @AfterEach
  void noInterruptIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void whatShouldNotHaveBeenThrownNamesTheMethod() {
    assertThatThrownBy(
            () ->
                calls.run(
                    "SinkWriter.write",
                    () -> {
                      throw new ArithmeticException("/ by zero");
                    }))
        .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.UNEXPECTED);
              assertThat(failure.reason().what()).contains("SinkWriter.write", "/ by zero");
              assertThat(failure).hasCauseInstanceOf(ArithmeticException.class);
            });
  }

  @Test
  void noAnswerIsAFaultOfTheConnector() {
    assertThatThrownBy(() -> calls.call("SourceReader.read", () -> null))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("SourceReader.read returned null");
  }

  @Test
  void whatTheConnectorSaysIsPassedOn() {
    ConnectorException said =
        ConnectorException.wrongConfiguration(new Reason("code", "what", "next"));

    assertThatThrownBy(
            () ->
                calls.run(
                    "SourceConnector.open",
                    () -> {
                      throw said;
                    }))
        .isSameAs(said);
  }

  @Test
  void aFailureOfTheLogIsNoFaultOfTheConnector() {
    LogException refused = new LogException.Refused("a bad topic name");

    assertThatThrownBy(
            () ->
                calls.run(
                    "SourceReader.read",
                    () ->
                        calls.outside(
                            () -> {
                              throw refused;
                            })))
        .isSameAs(refused);
  }

  @Test
  void aCallThatHangsIsInterrupted() throws Exception {
    // Given
    CountDownLatch hanging = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    calls.run("SinkWriter.flush", () -> hang(hanging));
                  } catch (ConnectorException e) {
                    thrown.set(e);
                  }
                });
    hanging.await();

    // When
    calls.interrupt();

    // Then
    thread.join();
    assertThat(thrown.get()).isInstanceOf(ConnectorException.class);
  }

  @Test
  void laterCallsFindTheThreadInterrupted() throws Exception {
    calls.interrupt();

    boolean interrupted = calls.call("any", () -> Thread.currentThread().isInterrupted());

    assertThat(interrupted).isTrue();
  }

  @Test
  void theLogIsNeverReachedByAnInterrupt() throws Exception {
    calls.interrupt();

    boolean interrupted =
        calls.call("any", () -> calls.outside(() -> Thread.currentThread().isInterrupted()));

    assertThat(interrupted).isFalse();
    assertThat(calls.outside(() -> Thread.currentThread().isInterrupted())).isFalse();
  }

  @Test
  void connectorsSeeTheirOwnClassLoaderAndTheLogDoesNot() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    List<ClassLoader> seen =
        calls.call(
            "any",
            () -> List.of(current(), calls.outside(CallingConnectorsTest::current), current()));

    assertThat(seen).containsExactly(plugin, before, plugin);
    assertThat(current()).isSameAs(before);
  }

  @Test
  void aClassLoaderThatAConnectorLeavesBehindIsTakenAway() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    calls.run("any", () -> Thread.currentThread().setContextClassLoader(null));

    assertThat(current()).isSameAs(before);
  }

  private static ClassLoader current() {
    return Thread.currentThread().getContextClassLoader();
  }

  private static void hang(CountDownLatch hanging) {
    hanging.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
