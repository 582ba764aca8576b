package dev.headrace.connectors.http.webhook;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * One request while it arrives and waits for its answer. The event loop only, but for {@link
 * #answerLater}.
 */
final class Arrival {

  /** How long a sender may go on sending what was refused, so that it sees why. */
  private static final Duration DISCARDING = Duration.ofSeconds(2);

  private static final int NO_LENGTH = -1;
  private static final long NO_TIMER = -1;

  private final Listener listener;
  private final Vertx vertx;
  private final Context context;
  private final HttpServerRequest request;
  private final Duration pause;
  private final Headers headers;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Optional<Entrance> entrance = Optional.empty();
  private Optional<Received> received = Optional.empty();

  /** What is reserved in the inbox and not handed over. */
  private long reserved;

  private boolean refused;
  private long answerTimer = NO_TIMER;

  /**
   * @param pause how long the connection may be idle behind this request
   */
  Arrival(Listener listener, Vertx vertx, HttpServerRequest request, Duration pause) {
    this.listener = listener;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.pause = pause;
    this.headers = name -> request.headers().getAll(name);
    listener.limit(request.connection(), pause);
  }

  void begin(Entrance at) {
    entrance = Optional.of(at);
    request.exceptionHandler(_ -> gone());
    request.response().exceptionHandler(_ -> gone());
    request.response().closeHandler(_ -> gone());
    long length = length();
    Optional<Reply> refusal = at.head(request.method().name(), headers, length);
    if (refusal.isEmpty() && !reserve(Math.max(length, 1))) {
      refusal = Optional.of(Reply.busy());
    }
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.handler(this::chunk);
    request.endHandler(_ -> arrived());
  }

  /** Answers without having read all; what still comes is thrown away. */
  void refuse(Reply reply) {
    refused = true;
    release();
    request.handler(_ -> {});
    request.endHandler(_ -> listener.limit(request.connection(), pause));
    if (!request.isEnded()) {
      listener.limit(request.connection(), DISCARDING);
    }
    send(reply);
  }

  private long length() {
    String announced = request.getHeader("Content-Length");
    return announced != null && announced.matches("\\d{1,18}")
        ? Long.parseLong(announced)
        : NO_LENGTH;
  }

  private void chunk(Buffer chunk) {
    if (refused) {
      return;
    }
    Entrance at = entrance.orElseThrow();
    long total = (long) body.size() + chunk.length();
    if (total > at.settings().maxBodySize().bytes()) {
      refuse(Reply.tooLong(at.settings().maxBodySize().bytes()));
    } else if (total > reserved && !reserve(total - reserved)) {
      refuse(Reply.busy());
    } else {
      body.writeBytes(chunk.getBytes());
    }
  }

  private void arrived() {
    if (refused) {
      return;
    }
    listener.unlimited(request.connection());
    Entrance at = entrance.orElseThrow();
    at.inbox().release(reserved - body.size());
    reserved = body.size();
    received = at.body(headers, body.toByteArray(), this::answerLater);
    if (received.isEmpty()) {
      release();
      return;
    }
    reserved = 0;
    Received waiting = received.get();
    answerTimer =
        vertx.setTimer(at.settings().answerTimeout().toMillis(), _ -> tooLate(at, waiting));
  }

  private static void tooLate(Entrance at, Received waiting) {
    at.inbox().withdraw(waiting);
    waiting.answer(Reply.later("It is not durable in time."));
  }

  /** The sender has gone: what nobody has taken yet it will send again. */
  private void gone() {
    release();
    received.ifPresent(waiting -> entrance.orElseThrow().inbox().withdraw(waiting));
  }

  private boolean reserve(long more) {
    boolean room = entrance.orElseThrow().inbox().reserve(more);
    reserved += room ? more : 0;
    return room;
  }

  private void release() {
    if (reserved > 0) {
      entrance.orElseThrow().inbox().release(reserved);
      reserved = 0;
    }
  }

  /** From any thread. */
  private void answerLater(Reply reply) {
    context.runOnContext(_ -> send(reply));
  }

  private void send(Reply reply) {
    vertx.cancelTimer(answerTimer);
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    response.putHeader("Content-Type", "application/json");
    response.putHeader("X-Content-Type-Options", "nosniff");
    HttpConnection connection = request.connection();
    boolean bodiless = reply.status() == 204 || reply.status() == 205;
    (bodiless ? response.end() : response.end(reply.json() + "\n"))
        .onComplete(
            _ -> {
              if (request.isEnded()) {
                listener.limit(connection, pause);
              }
            });
  }
}
