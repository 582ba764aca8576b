package dev.headrace.runtime.cli;

import dev.headrace.runtime.connector.Supervisor;
import java.util.concurrent.CompletableFuture;

/** The end of a run that has one. Thread-safe. */
final class Completion {

  /** How often somebody who waits for it may look. */
  static final long LOOK_EVERY_MILLIS = 50;

  private final CompletableFuture<ExitCode> ending = new CompletableFuture<>();

  private Completion() {}

  /** A run that goes on until it is stopped. */
  static Completion never() {
    return new Completion();
  }

  /** A run that ends when all connectors are done. */
  static Completion awaited(Supervisor connectors) {
    Completion completion = new Completion();
    Thread.ofPlatform()
        .name("headrace-completion")
        .daemon()
        .start(() -> completion.await(connectors));
    return completion;
  }

  boolean isDone() {
    return ending.isDone();
  }

  /** How the run went; a run that was stopped before its end went well. */
  ExitCode exitCode() {
    return ending.getNow(ExitCode.DONE);
  }

  private void await(Supervisor connectors) {
    try {
      ending.complete(
          switch (connectors.awaitCompletion()) {
            case ALL_DONE -> ExitCode.DONE;
            case SOME_FAILED -> ExitCode.FAILED;
          });
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
