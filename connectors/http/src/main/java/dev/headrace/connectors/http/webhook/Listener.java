package dev.headrace.connectors.http.webhook;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.BindException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address and its paths, on one event loop. Nobody holds a connection without getting on: there
 * is a time limit for each request to arrive, and for each pause between two.
 */
final class Listener {

  private static final Logger log = LoggerFactory.getLogger(Listener.class);
  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final long OPEN_SECONDS = 20;
  private static final long CLOSE_SECONDS = 5;

  private final Terms terms;
  private final Vertx vertx;
  private final HttpServer server;
  private final Map<String, Entrance> entrances = new ConcurrentHashMap<>();

  /** When each connection is to be closed; the event loop only. */
  private final Map<HttpConnection, Long> deadlines = new HashMap<>();

  private Listener(Terms terms, Vertx vertx, HttpServer server) {
    this.terms = terms;
    this.vertx = vertx;
    this.server = server;
  }

  /** Listens. */
  static Listener open(Terms terms) throws ConnectorException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(false)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    try {
      Listener listener = new Listener(terms, vertx, vertx.createHttpServer(options(terms)));
      listener.server.connectionHandler(listener::connected);
      listener.server.requestHandler(listener::requested);
      listener
          .server
          .listen(terms.address().port(), terms.address().host())
          .toCompletionStage()
          .toCompletableFuture()
          .get(OPEN_SECONDS, TimeUnit.SECONDS);
      log.info("webhooks are taken at {}:{}", terms.address().host(), listener.port());
      return listener;
    } catch (ExecutionException | TimeoutException | RuntimeException failure) {
      vertx.close();
      throw failed(terms, failure.getCause() == null ? failure : failure.getCause());
    } catch (InterruptedException stopped) {
      vertx.close();
      Thread.currentThread().interrupt();
      throw failed(terms, stopped);
    }
  }

  private static HttpServerOptions options(Terms terms) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setMaxHeaderSize(MAX_HEAD_BYTES)
            .setMaxInitialLineLength(MAX_HEAD_BYTES)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setSslHandshakeTimeout(terms.timeout().toMillis());
    terms
        .certificate()
        .ifPresent(
            certificate ->
                options
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(certificate.toString())
                            .setKeyPath(terms.key().orElseThrow().toString())));
    return options;
  }

  Terms terms() {
    return terms;
  }

  int port() {
    return server.actualPort();
  }

  /**
   * Puts an entrance at its path; one of the same connector gives way.
   *
   * @return the connector that has the path; empty when it is free
   */
  String put(Entrance entrance) {
    Entrance there =
        entrances.compute(
            entrance.settings().path(),
            (_, former) -> former == null || givesWay(former, entrance) ? entrance : former);
    return there == entrance ? "" : there.inbox().connector();
  }

  /** A former task of the same connector may be stuck; what it has taken is answered with 503. */
  private static boolean givesWay(Entrance former, Entrance next) {
    boolean same = former.inbox().connector().equals(next.inbox().connector());
    if (same) {
      former.inbox().close();
    }
    return same || former.inbox().isClosed();
  }

  /** Whether no source takes anything here. */
  boolean isIdle() {
    return entrances.values().stream().allMatch(entrance -> entrance.inbox().isClosed());
  }

  void after(Duration delay, Runnable action) {
    vertx.setTimer(
        Math.max(1, delay.toMillis()),
        _ ->
            // Not on the event loop: it would wait for itself.
            Thread.ofVirtual().name("webhook-close").start(action));
  }

  void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException late) {
      log.warn("the webhook listener at {} is not closed yet", terms.address(), late);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  // What follows runs on the event loop.

  private void connected(HttpConnection connection) {
    if (deadlines.size() >= terms.maxConnections()) {
      connection.close();
      return;
    }
    deadlines.put(connection, deadline(connection, terms.timeout()));
    connection.closeHandler(
        _ -> {
          Long timer = deadlines.remove(connection);
          if (timer != null) {
            vertx.cancelTimer(timer);
          }
        });
  }

  /** The connection is closed unless something happens in time. */
  void limit(HttpConnection connection, Duration time) {
    deadlines.computeIfPresent(
        connection,
        (_, former) -> {
          vertx.cancelTimer(former);
          return deadline(connection, time);
        });
  }

  /** A request has arrived whole: what is waited for now is up to us. */
  void unlimited(HttpConnection connection) {
    Long timer = deadlines.get(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private long deadline(HttpConnection connection, Duration time) {
    return vertx.setTimer(time.toMillis(), _ -> connection.close());
  }

  private void requested(HttpServerRequest request) {
    Arrival arrival = new Arrival(this, vertx, request, terms.timeout());
    Entrance entrance = entrances.get(request.path());
    if (entrance == null) {
      arrival.refuse(
          Reply.error(
              404,
              "webhook.path",
              "Nothing is taken at this path.",
              "Check the path with `path` of the source.",
              Map.of()));
    } else {
      arrival.begin(entrance);
    }
  }

  private static ConnectorException failed(Terms terms, Throwable cause) {
    String what = "Cannot listen on " + terms.address() + ": " + cause.getMessage() + ".";
    boolean inUse =
        cause instanceof BindException
            && String.valueOf(cause.getMessage()).contains("already in use");
    if (inUse || cause instanceof InterruptedException || cause instanceof TimeoutException) {
      return ConnectorException.transientFailure(
          new Reason(
              "webhook.address-in-use",
              what,
              "Stop what listens there, or set `webhook.listen` to another port."),
          cause);
    }
    return ConnectorException.wrongConfiguration(
        new Reason(
            "webhook.cannot-listen",
            what,
            cause instanceof SocketException
                ? "Set `webhook.listen` to an address of this machine and a port above 1023."
                : "Correct `webhook.listen`, `webhook.tls.certificate` or `webhook.tls.key`."));
  }
}
