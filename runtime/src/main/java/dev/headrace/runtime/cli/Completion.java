package dev.headrace.runtime.cli;

import dev.headrace.runtime.connector.Outcome;
import dev.headrace.runtime.connector.Supervisor;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The end of a run that has one. Thread-safe. */
final class Completion {

  /** How often somebody who waits for it may look. */
  static final long LOOK_EVERY_MILLIS = 50;

  private final CompletableFuture<Outcome> ending = new CompletableFuture<>();

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
  Outcome outcome() {
    return ending.getNow(new Outcome(List.of()));
  }

  private void await(Supervisor connectors) {
    try {
      ending.complete(connectors.awaitCompletion());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
