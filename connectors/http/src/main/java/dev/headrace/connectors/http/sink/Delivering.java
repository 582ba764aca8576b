package dev.headrace.connectors.http.sink;

import dev.headrace.connectors.http.client.Client;
import dev.headrace.connectors.http.client.Pace;
import dev.headrace.connectors.http.client.Timeouts;
import java.time.InstantSource;

/** What the dispatches of one writer have in common. The writer's thread only. */
final class Delivering {

  /** How much of an answer's body is kept for messages. */
  static final int EXCERPT_BYTES = 200;

  private final HttpSinkSettings settings;
  private final Client client;
  private final Requests requests;
  private final Treatments treatments;
  private final Backoff backoff;
  private final Pace pace;
  private final InstantSource clock;

  // Whether and when credentials were renewed, and whether the new ones are good for anything.
  private boolean renewed;
  private long renewedNanos;
  private boolean granted;

  Delivering(
      HttpSinkSettings settings,
      Client client,
      Requests requests,
      Backoff backoff,
      InstantSource clock) {
    this.settings = settings;
    this.client = client;
    this.requests = requests;
    this.treatments = Treatments.of(settings);
    this.backoff = backoff;
    this.pace = new Pace(settings.requestsPerSecond(), System::nanoTime);
    this.clock = clock;
  }

  Client client() {
    return client;
  }

  Requests requests() {
    return requests;
  }

  Treatments treatments() {
    return treatments;
  }

  Backoff backoff() {
    return backoff;
  }

  Pace pace() {
    return pace;
  }

  InstantSource clock() {
    return clock;
  }

  int concurrency() {
    return settings.concurrency();
  }

  /** How long a request is tried again. */
  long retryNanos() {
    return settings.retryTimeout().toNanos();
  }

  /** How long an answer may take, its body included. */
  long answerNanos() {
    Timeouts timeouts = settings.connection().timeout();
    return timeouts.response().plus(timeouts.read()).toNanos();
  }

  /**
   * After a 401: whether asking again may help. It does where the credentials were renewed since
   * the request was sent, or can be; not where the new ones are refused as well.
   */
  boolean renewsCredentials(long sentNanos) {
    if (renewed && sentNanos - renewedNanos < 0) {
      return true;
    }
    if ((renewed && !granted) || !client.renewCredentials()) {
      return false;
    }
    renewed = true;
    renewedNanos = System.nanoTime();
    granted = false;
    return true;
  }

  /** An answer came to what was sent then. */
  void answered(int status, long sentNanos) {
    granted |= status != 401 && renewed && sentNanos - renewedNanos >= 0;
  }
}
