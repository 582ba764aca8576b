package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.task.ConnectorCalls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a paused source leaves at its place, from when its tasks have stopped until it goes on. That
 * it cannot be had harms nothing else: it is told, and tried again. Single use. Thread-safe.
 */
final class StandIn {

  private static final Logger LOG = LoggerFactory.getLogger(StandIn.class);

  private final BoundConnector.Source<?, ?, ?> source;
  private final Supervision supervision;
  private final ConnectorCalls calls;
  private final Mailbox mailbox;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  private volatile boolean over;

  // Touched inside of the mailbox only.
  private Optional<AutoCloseable> there = Optional.empty();
  private Restarts restarts = Restarts.NONE;
  private Alarm.Ticket nextTry = () -> {};

  private StandIn(BoundConnector.Source<?, ?, ?> source, Supervision supervision) {
    this.source = source;
    this.supervision = supervision;
    this.calls = new ConnectorCalls("connector " + source.common().name(), source.connector());
    this.mailbox = new Mailbox(supervision.executor());
  }

  /**
   * For a connector that is paused; sinks have none.
   *
   * @param free is done when nothing holds its place any more
   */
  static Optional<StandIn> of(
      BoundConnector bound, Supervision supervision, CompletionStage<?> free) {
    return switch (bound) {
      case BoundConnector.Source<?, ?, ?> source -> {
        StandIn standIn = new StandIn(source, supervision);
        free.thenRun(() -> standIn.mailbox.post(standIn::open));
        yield Optional.of(standIn);
      }
      case BoundConnector.Sink<?> _ -> Optional.empty();
    };
  }

  /** Goes away; done when it has. */
  CompletableFuture<Void> leave() {
    over = true;
    mailbox.post(this::close);
    return gone;
  }

  // What follows runs inside of the mailbox.

  private void open() {
    if (over) {
      return;
    }
    try {
      there = Optional.of(open(source));
    } catch (Throwable thrown) {
      failed(Failure.of(thrown));
    }
  }

  private <C extends Record> AutoCloseable open(BoundConnector.Source<C, ?, ?> from)
      throws ConnectorException {
    PlanningContext context =
        new PlanningContext(from.common().name(), ReadMode.CONTINUOUS, () -> {});
    return calls.call(
        "SourceConnector.standIn", () -> from.connector().standIn(from.configuration(), context));
  }

  private void failed(Failure why) {
    String who = "what stands in for the paused connector " + source.common().name();
    switch (supervision.afterFailure(restarts, why.kind(), source.common().retries())) {
      case Restarts.Decision.Again again -> {
        why.warn(LOG, who, "is tried again " + again.words());
        restarts = again.next();
        nextTry = supervision.alarm().after(again.delay(), () -> mailbox.post(this::open));
      }
      case Restarts.Decision.GiveUp() -> why.warn(LOG, who, "stays away");
    }
  }

  private void close() {
    nextTry.cancel();
    try {
      there.ifPresent(calls::close);
    } finally {
      there = Optional.empty();
      gone.complete(null);
    }
  }
}
