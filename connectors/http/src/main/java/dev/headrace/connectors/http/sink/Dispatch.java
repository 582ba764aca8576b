package dev.headrace.connectors.http.sink;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connectors.http.client.Ask;
import dev.headrace.connectors.http.client.HttpFailure;
import dev.headrace.connectors.http.client.RetryAfter;
import dev.headrace.connectors.http.client.Urls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Brings the messages of one batch to the server: lanes side by side, the deliveries of a lane one
 * after the other, each until it is taken or refused. All decisions are made by the thread that
 * calls {@link #run}; the client's threads only say that an answer is there.
 */
final class Dispatch {

  /** A request under way. */
  private record Flight(
      Lane lane,
      Delivery delivery,
      URI uri,
      CompletableFuture<HttpResponse<byte[]>> answer,
      long sentNanos,
      long deadlineNanos) {}

  private final Delivering delivering;
  private final TopicPartition partition;
  private final Collection<Lane> lanes;
  private final List<Refused> refused = new ArrayList<>();
  private final Map<Lane, Flight> flights = new HashMap<>();

  // At most one for each flight.
  private final BlockingQueue<Flight> landed = new LinkedBlockingQueue<>();

  Dispatch(Delivering delivering, TopicPartition partition, Collection<Lane> lanes) {
    this.delivering = delivering;
    this.partition = partition;
    this.lanes = lanes;
  }

  /**
   * Comes back when all is answered.
   *
   * @return what the server never takes
   * @throws ConnectorException when something was not taken within its time; requests that are
   *     still under way then are ended
   */
  List<Refused> run() throws ConnectorException, InterruptedException {
    try {
      while (!lanes.stream().allMatch(Lane::isEmpty)) {
        begin();
        Flight flight = landed.poll(nanosToWait(), TimeUnit.NANOSECONDS);
        if (flight != null) {
          flights.remove(flight.lane(), flight);
          settle(flight);
        }
        leaveSlow();
      }
      return refused;
    } finally {
      flights.values().forEach(flight -> flight.answer().cancel(true));
    }
  }

  private void begin() throws ConnectorException, InterruptedException {
    for (Lane lane : lanes) {
      boolean room = flights.size() < delivering.concurrency();
      if (room && delivering.pace().pause().isEmpty() && lane.isDue(System.nanoTime())) {
        begin(lane);
      }
    }
  }

  private void begin(Lane lane) throws ConnectorException, InterruptedException {
    Delivery delivery = lane.begin();
    Ask ask = delivering.requests().of(partition, delivery);
    delivering.pace().asked();
    CompletableFuture<HttpResponse<byte[]>> answer =
        delivering.client().begin(ask, Delivering.EXCERPT_BYTES);
    long sentNanos = System.nanoTime();
    Flight flight =
        new Flight(
            lane, delivery, ask.uri(), answer, sentNanos, sentNanos + delivering.answerNanos());
    flights.put(lane, flight);
    answer.whenComplete((_, _) -> landed.add(flight));
  }

  /** Until a lane or the pace lets something begin, or an answer is too late. */
  private long nanosToWait() {
    long nowNanos = System.nanoTime();
    long nanos = Long.MAX_VALUE;
    for (Flight flight : flights.values()) {
      nanos = Math.min(nanos, flight.deadlineNanos() - nowNanos);
    }
    if (flights.size() < delivering.concurrency()) {
      long paused = delivering.pace().pause().map(Duration::toNanos).orElse(0L);
      for (Lane lane : lanes) {
        nanos = Math.min(nanos, Math.max(paused, lane.nanosUntilDue(nowNanos)));
      }
    }
    return Math.max(0, nanos);
  }

  private void leaveSlow() throws ConnectorException {
    long nowNanos = System.nanoTime();
    for (Flight flight : List.copyOf(flights.values())) {
      if (flight.deadlineNanos() - nowNanos <= 0 && !flight.answer().isDone()) {
        flights.remove(flight.lane());
        flight.answer().cancel(true);
        retry(flight, HttpFailure.slow(flight.uri()), Optional.empty());
      }
    }
  }

  private void settle(Flight flight) throws ConnectorException {
    if (flight.answer().isCancelled()) {
      return;
    }
    HttpResponse<byte[]> answer;
    try {
      answer = flight.answer().join();
    } catch (CompletionException failure) {
      settle(flight, failure.getCause());
      return;
    }
    delivering.answered(answer.statusCode(), flight.sentNanos());
    switch (delivering.treatments().of(answer.statusCode())) {
      case TAKEN -> flight.lane().done();
      case RETRY ->
          retry(
              flight,
              passing(flight, answer),
              RetryAfter.of(answer.headers(), delivering.clock().instant()));
      case REFUSED -> refuse(flight, answer);
      case FAILED -> fail(flight, answer);
    }
  }

  private void settle(Flight flight, Throwable cause) throws ConnectorException {
    if (!(cause instanceof IOException failure)) {
      throw ConnectorException.unexpected(
          new Reason(
              "http.failed",
              Urls.shown(flight.uri()) + ": " + cause,
              "See the log for the whole stack trace."),
          cause);
    }
    ConnectorException told = HttpFailure.of(flight.uri(), failure);
    if (told.kind() != ConnectorException.Kind.TRANSIENT) {
      throw told;
    }
    retry(flight, told, Optional.empty());
  }

  private void retry(Flight flight, ConnectorException why, Optional<Duration> asked)
      throws ConnectorException {
    long nowNanos = System.nanoTime();
    Lane lane = flight.lane();
    long failingNanos = lane.failed(nowNanos);
    long waitNanos =
        Math.max(
            delivering.backoff().nanos(lane.failures()), asked.map(Duration::toNanos).orElse(0L));
    if (failingNanos + waitNanos > delivering.retryNanos()) {
      throw why;
    }
    lane.again(nowNanos + waitNanos);
    // Who is asked to wait leaves the server alone with everything.
    asked.ifPresent(delivering.pace()::hold);
  }

  /** A single record is refused; of several it is not known which, so they are sent in halves. */
  private void refuse(Flight flight, HttpResponse<byte[]> answer) {
    Delivery delivery = flight.delivery();
    if (delivery.messages().size() > 1) {
      flight.lane().split();
      return;
    }
    Reason why =
        new Reason(
            "http.status-" + answer.statusCode(),
            failure(flight, answer).reason().what(),
            "Correct the record or `body`; `status.refuse` says which statuses are about a"
                + " record.");
    refused.add(new Refused(delivery.first().offset(), why));
    flight.lane().done();
  }

  private void fail(Flight flight, HttpResponse<byte[]> answer) throws ConnectorException {
    if (answer.statusCode() == 401 && delivering.renewsCredentials(flight.sentNanos())) {
      flight.lane().again(System.nanoTime());
      return;
    }
    Reason reason = failure(flight, answer).reason();
    throw ConnectorException.wrongConfiguration(
        new Reason(
            reason.code(),
            reason.what(),
            reason.next()
                + " `status.retry`, `status.refuse` and `status.ignore` say which statuses mean"
                + " something else."));
  }

  /** Whatever the status is, the user says that it may pass. */
  private static ConnectorException passing(Flight flight, HttpResponse<byte[]> answer) {
    Reason reason = failure(flight, answer).reason();
    return ConnectorException.transientFailure(reason, new IOException(reason.what()));
  }

  private static ConnectorException failure(Flight flight, HttpResponse<byte[]> answer) {
    return HttpFailure.ofStatus(flight.uri(), answer, "`url`");
  }
}
