package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The listeners of this process, one for each address, shared by the sources that name it. When the
 * last source of one has gone it stays for a moment and answers 503, so that a restart is no
 * connection refused; while a source is paused it stays all the time. May be used from any thread.
 */
final class Listeners {

  /** The one of the process. */
  static final Listeners SHARED = new Listeners(Duration.ofSeconds(5));

  private final Duration linger;
  private final Map<ListenAddress, Listener> open = new HashMap<>();

  Listeners(Duration linger) {
    this.linger = linger;
  }

  /** A source's path at a listener. */
  final class Place {

    private final Listener listener;
    private final Entrance entrance;

    private Place(Listener listener, Entrance entrance) {
      this.listener = listener;
      this.entrance = entrance;
    }

    /** The port that is listened on. */
    int port() {
      return listener.port();
    }

    /** Answers what waits, and takes nothing any more. */
    void release() {
      entrance.inbox().close();
      listener.after(linger, () -> leave(listener));
    }
  }

  /**
   * Opens a path for a source, and its listener if it is the first.
   *
   * @throws ConnectorException when the address cannot be had, or another source has the path or
   *     other terms
   */
  synchronized Place take(WebhookSettings settings, Entrance entrance) throws ConnectorException {
    Terms terms = Terms.of(settings);
    Listener listener = open.get(terms.address());
    if (listener != null && listener.isIdle() && !listener.terms().equals(terms)) {
      open.remove(terms.address());
      listener.close();
      listener = null;
    }
    if (listener == null) {
      listener = Listener.open(terms);
      open.put(terms.address(), listener);
    } else if (!listener.terms().equals(terms)) {
      throw inUse(
          "Another webhook-source listens on "
              + terms.address()
              + " with other `webhook.*` settings.",
          "Give both the same `webhook.*` settings, or other addresses.");
    }
    String other = listener.put(entrance);
    if (!other.isEmpty()) {
      throw inUse(
          "The path " + settings.path() + " at " + terms.address() + " is that of " + other + ".",
          "Give one of them another `path`.");
    }
    return new Place(listener, entrance);
  }

  private synchronized void leave(Listener listener) {
    if (listener.isIdle() && open.remove(listener.terms().address(), listener)) {
      listener.close();
    }
  }

  private static ConnectorException inUse(String what, String next) {
    return ConnectorException.wrongConfiguration(new Reason("webhook.in-use", what, next));
  }
}
