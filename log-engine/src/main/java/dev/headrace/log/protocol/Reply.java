package dev.headrace.log.protocol;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a client gets for a request.
 *
 * @param <R> the form of the answer: a message from a handler, bytes from the dispatcher
 */
public sealed interface Reply<R> {

  /**
   * An answer, now or later. It goes out after the answers to all earlier requests of its
   * connection. When the stage fails the connection is closed.
   *
   * @param abandoned is run when the client has gone, so that nothing waits in vain; short, and
   *     harmless after the answer is there
   */
  record Answer<R>(CompletionStage<R> message, Runnable abandoned) implements Reply<R> {}

  /** Nothing, as an {@code acks=0} produce wants it. */
  record None<R>() implements Reply<R> {}

  /** Nothing, and the client is left alone for some time. */
  record Pause<R>(int millis) implements Reply<R> {}

  /** The connection is closed, because the client cannot be told otherwise. */
  record HangUp<R>(String reason) implements Reply<R> {}

  static <R> Reply<R> now(R message) {
    return new Answer<>(CompletableFuture.completedFuture(message), () -> {});
  }

  static <R> Reply<R> later(CompletionStage<R> message) {
    return new Answer<>(message, () -> {});
  }
}
