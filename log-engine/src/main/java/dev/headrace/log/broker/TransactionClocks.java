package dev.headrace.log.broker;

import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts the transactions of clients whose time is over, and forgets the ids that nobody uses. Each
 * seat has its own deadline; one alarm is set, for the first of them. Thread-safe; acts on the
 * timer's thread.
 */
final class TransactionClocks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionClocks.class);
  private static final long NEVER = Long.MAX_VALUE;

  /** When to look again at an abort, which the log may have refused. */
  private static final long RETRY_MILLIS = 10_000;

  private static final long EXPIRY_CHECK_MILLIS = Duration.ofHours(1).toMillis();

  private final TransactionSeats seats;
  private final TransactionSteps steps;
  private final TransactionEnvironment environment;
  private Optional<Future<?>> alarm = Optional.empty();
  private long alarmMillis = NEVER;

  /** Sets the deadlines of the transactions that were open at the start. */
  TransactionClocks(
      TransactionSeats seats, TransactionSteps steps, TransactionEnvironment environment) {
    this.seats = seats;
    this.steps = steps;
    this.environment = environment;
    seats.all().forEach(seat -> seat.inTurn(() -> resume(seat)));
    long everyMillis =
        Math.min(EXPIRY_CHECK_MILLIS, environment.settings().transactionalIdExpirationMillis());
    environment
        .timer()
        .scheduleWithFixedDelay(this::forget, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  /** A clock that has jumped must not give it more time than it asked for. */
  private boolean resume(TransactionSeat seat) {
    if (seat.state().orElseThrow() instanceof Ongoing ongoing) {
      int timeoutMillis = ongoing.owner().timeoutMillis();
      long passedMillis = environment.clock().millis() - ongoing.startedMillis();
      begun(seat, Math.clamp(timeoutMillis - passedMillis, 0, timeoutMillis));
      return true;
    }
    return false;
  }

  /** A transaction of a client has begun. In turn of its seat. */
  void begun(TransactionSeat seat, Ongoing ongoing) {
    begun(seat, ongoing.owner().timeoutMillis());
  }

  private void begun(TransactionSeat seat, long leftMillis) {
    long deadlineMillis = environment.elapsedMillis().getAsLong() + leftMillis;
    seat.deadline(deadlineMillis);
    noLaterThan(deadlineMillis);
  }

  private synchronized void noLaterThan(long deadlineMillis) {
    if (deadlineMillis >= alarmMillis) {
      return;
    }
    alarm.ifPresent(former -> former.cancel(false));
    long delayMillis = Math.max(1, deadlineMillis - environment.elapsedMillis().getAsLong());
    try {
      alarm =
          Optional.of(environment.timer().schedule(this::ring, delayMillis, TimeUnit.MILLISECONDS));
      alarmMillis = deadlineMillis;
    } catch (RejectedExecutionException _) {
      LOG.debug("the node stops: no more time-outs of transactions");
    }
  }

  private void ring() {
    synchronized (this) {
      alarm = Optional.empty();
      alarmMillis = NEVER;
    }
    long nowMillis = environment.elapsedMillis().getAsLong();
    long next = NEVER;
    for (TransactionSeat seat : seats.all()) {
      next = Math.min(next, seat.inTurn(() -> abortIfOver(seat, nowMillis)));
    }
    if (next < NEVER) {
      noLaterThan(next);
    }
  }

  /** Returns when to look again. */
  private long abortIfOver(TransactionSeat seat, long nowMillis) {
    Optional<TransactionState> state = seat.state();
    if (state.isEmpty() || !(state.get() instanceof Ongoing ongoing)) {
      return NEVER;
    }
    if (seat.deadlineMillis() > nowMillis) {
      return seat.deadlineMillis();
    }
    LOG.info(
        "transaction of {} is open for more than {} ms: it is aborted",
        seat.transactionalId(),
        ongoing.owner().timeoutMillis());
    steps.conclude(seat, ongoing.fence());
    return nowMillis + RETRY_MILLIS;
  }

  private void forget() {
    long nowMillis = environment.clock().millis();
    for (TransactionSeat seat : seats.all()) {
      seat.inTurn(
          () -> {
            if (isExpired(seat, nowMillis)) {
              LOG.info("transactional id {} is not used any more", seat.transactionalId());
              seats.remove(seat);
            }
            return true;
          });
    }
  }

  private boolean isExpired(TransactionSeat seat, long nowMillis) {
    long latestMillis = nowMillis - environment.settings().transactionalIdExpirationMillis();
    return !seat.isInUse()
        && seat.state()
            .map(state -> state instanceof Idle && state.updatedMillis() <= latestMillis)
            .orElse(true);
  }

  @Override
  public void close() {
    environment.timer().shutdownNow();
  }
}
