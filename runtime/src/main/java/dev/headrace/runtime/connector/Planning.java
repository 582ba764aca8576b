package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.task.Standstill;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a connector has to do, now and again; see {@link PlanState}. Inside of the
 * connector's mailbox, except where it says otherwise.
 *
 * <pre>
 *             ┌─────── due ──── Changing ◄──┐
 *             ▼                             │
 *  Unknown ─► looks ── it went well ────────┴─► Settled
 *             ▲  │
 *             │  └─ it failed ─┬─► Retrying ─── due ──► looks
 *         anew│                └─ given up ─► Failed
 * </pre>
 */
final class Planning {

  private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

  private final BoundConnector bound;
  private final Supervision supervision;
  private final Workload workload;
  private final Runnable lookLater;

  private PlanState state = new PlanState.Unknown();
  private Restarts restarts = Restarts.NONE;
  private boolean finishing;

  /** Set before the mailbox hears of it: it may be held by a connector that plans. */
  private volatile boolean over;

  /** Since when it looks; empty when it does not. */
  private volatile OptionalLong lookingSinceNanos = OptionalLong.empty();

  /**
   * @param lookLater has {@link #look} called in the mailbox
   */
  Planning(BoundConnector bound, Supervision supervision, Workload workload, Runnable lookLater) {
    this.bound = bound;
    this.supervision = supervision;
    this.workload = workload;
    this.lookLater = lookLater;
  }

  PlanState state() {
    return state;
  }

  /** How often looking failed in a row. */
  Restarts restarts() {
    return restarts;
  }

  /** There are no more looks, and what one finds that goes on is left alone. From any thread. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** From now on, what is there is all that there will be. */
  void finish() {
    finishing = true;
  }

  /** That a look does not come to its end. From any thread. */
  Optional<Stall> stall() {
    OptionalLong since = lookingSinceNanos;
    return since.isEmpty()
        ? Optional.empty()
        : Stall.of(
            new Standstill(
                Duration.ofNanos(supervision.nanoTime() - since.getAsLong()), workload.ongoing()));
  }

  /** As if it had never looked. */
  void forget() {
    cancel();
    restarts = Restarts.NONE;
    state = new PlanState.Unknown();
  }

  /** Takes back what is planned for later. */
  void cancel() {
    switch (state) {
      case PlanState.Changing(Alarm.Ticket next) -> next.cancel();
      case PlanState.Retrying(_, _, Alarm.Ticket next) -> next.cancel();
      case PlanState.Unknown _, PlanState.Settled _, PlanState.Failed _ -> {}
    }
  }

  /**
   * Looks; may wait for the far side.
   *
   * @param follow carries out what was found; when it throws, the look has failed
   */
  void look(Consumer<Workload.Dealt> follow) {
    if (over || state instanceof PlanState.Failed) {
      return;
    }
    cancel();
    try {
      Workload.Dealt dealt = ask();
      if (!over) {
        wentWell(dealt);
        follow.accept(dealt);
      }
    } catch (Throwable thrown) {
      if (!over) {
        failed(Failure.of(thrown));
      }
    }
  }

  private Workload.Dealt ask() throws ConnectorException {
    lookingSinceNanos = OptionalLong.of(supervision.nanoTime());
    try {
      Workload.Dealt dealt = workload.look();
      if (finishing) {
        workload.finish();
        dealt = workload.look();
      }
      return dealt;
    } finally {
      lookingSinceNanos = OptionalLong.empty();
    }
  }

  private void wentWell(Workload.Dealt dealt) {
    restarts = Restarts.NONE;
    state =
        dealt
            .lookAgain()
            .<PlanState>map(delay -> new PlanState.Changing(lookAfter(delay)))
            .orElseGet(PlanState.Settled::new);
  }

  private void failed(Failure why) {
    cancel(); // following what was found may have failed
    String name = "connector " + bound.common().name();
    switch (supervision.afterFailure(restarts, why.kind(), bound.common().retries())) {
      case Restarts.Decision.Again again -> {
        why.warn(LOG, name, "is tried again " + again.words());
        restarts = again.next();
        state =
            new PlanState.Retrying(
                why, supervision.fromNow(again.delay()), lookAfter(again.delay()));
      }
      case Restarts.Decision.GiveUp() -> {
        why.warn(LOG, name, "stays down");
        state = new PlanState.Failed(why.afterTrying(restarts.inARow()));
        workload.giveUpLooking();
      }
    }
  }

  private Alarm.Ticket lookAfter(Duration delay) {
    return supervision.alarm().after(delay, lookLater);
  }
}
