package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for something that takes its time: shows how far it is, and lets the user end it. */
final class LongWork {

  private static final long LOOK_EVERY_MILLIS = 200;

  private final Terminal terminal;
  private final Runnable cancel;

  /** Has a permit when work of this process is done, so that nobody waits for the next look. */
  private final Semaphore lookAgain = new Semaphore(0);

  /**
   * @param cancel ends the work soon, when the user asks for it
   */
  LongWork(Terminal terminal, Runnable cancel) {
    this.terminal = terminal;
    this.cancel = cancel;
  }

  /** Does it on a thread of its own. */
  <T> T run(String thread, Callable<T> work, Supplier<String> progress) {
    FutureTask<T> task =
        new FutureTask<>(work) {
          @Override
          protected void done() {
            lookAgain.release();
          }
        };
    Thread.ofPlatform().name(thread).daemon().start(task);
    return await(() -> task.isDone() ? Optional.of(result(task)) : Optional.empty(), progress);
  }

  /**
   * Waits for something that is done elsewhere.
   *
   * @param look what came of it; empty while it goes on
   */
  <T> T await(Supplier<Optional<T>> look, Supplier<String> progress) {
    Interruption interruption = Interruption.install();
    boolean isCancelled = false;
    try {
      Optional<T> end = look.get();
      while (end.isEmpty()) {
        if (terminal.watched()) {
          terminal.status(progress.get());
        }
        if (interruption.isAsked() && !isCancelled) {
          isCancelled = true;
          cancel.run();
        }
        lookAgain.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        end = look.get();
      }
      terminal.endStatus();
      return end.get();
    } catch (InterruptedException _) {
      cancel.run();
      Thread.currentThread().interrupt();
      throw new CommandFailure(
          ExitCode.FAILED, new Reason("interrupted", "Interrupted.", "Run it again."));
    }
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandFailure expected) {
        throw expected;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | CancellationException e) {
      throw new IllegalStateException("it was done", e);
    }
  }
}
