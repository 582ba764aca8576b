package dev.headrace.log.server;

import dev.headrace.log.protocol.Part;
import dev.headrace.log.protocol.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the answers of a connection in the order of their requests, and knows whether its client
 * takes them. Answers come from any thread; what came since the last turn of the event loop goes
 * out together. Event loop of the connection only, where nothing else is said.
 */
final class AnswerSender {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerSender.class);

  /** What the connection makes of it. */
  interface Events {

    /** Answers went out: there may be room for further requests. */
    void goOn();

    /** The client has used more than its quota. */
    void throttled(int millis);

    /** The connection is of no use any more. */
    void broken(String reason);
  }

  private record Came(
      Answers.Owed owed, @Nullable Response response, @Nullable Throwable failure) {}

  private final Channel channel;
  private final ResponseBudget budget;
  private final Events events;
  private final SendWatch watch;
  private final Answers answers = new Answers();
  private final Queue<Came> came = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isTurnDue = new AtomicBoolean();

  /** In memory, of answers that were not sent yet. */
  private long heldBytes;

  private boolean isClosed;

  AnswerSender(Channel channel, ResponseBudget budget, long graceMillis, Events events) {
    this.channel = channel;
    this.budget = budget;
    this.events = events;
    this.watch =
        new SendWatch(
            channel,
            graceMillis,
            () -> events.broken("nothing was taken of the answers for " + graceMillis + " ms"));
  }

  /** How many requests have no answer yet. */
  int owed() {
    return answers.size();
  }

  /** Whether the client has to take answers before it gets more. */
  boolean isBehind() {
    return !channel.isWritable() || (heldBytes > 0 && budget.isExceeded());
  }

  /** Whether the client has something to take; if so, it is looked at from now on. */
  boolean hasToTake() {
    watch.begin();
    return watch.isWatching();
  }

  void watchIfBehind() {
    if (isBehind()) {
      watch.begin();
    }
  }

  /**
   * Sends an answer once it is there.
   *
   * @param abandoned is run when the answer will not be wanted
   */
  void owe(CompletableFuture<Response> response, Runnable abandoned) {
    Answers.Owed owed = answers.owe(abandoned);
    if (response.isDone() && !response.isCompletedExceptionally()) {
      send(owed, response.join());
      return;
    }
    response.whenComplete((ready, failure) -> came(new Came(owed, ready, failure)));
  }

  /** The client has gone. */
  void close() {
    isClosed = true;
    answers.abandon();
  }

  /** Any thread. */
  private void came(Came answer) {
    came.add(answer);
    if (!isTurnDue.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.eventLoop().execute(this::sendWhatCame);
    } catch (RejectedExecutionException _) {
      closeWhatCame(); // The listener has stopped meanwhile.
    }
  }

  private void sendWhatCame() {
    isTurnDue.set(false);
    for (Came next = came.poll(); next != null; next = came.poll()) {
      if (next.response() == null) {
        LOG.error("request failed client={}", channel.remoteAddress(), next.failure());
        channel.close();
      } else {
        send(next.owed(), next.response());
      }
    }
    events.goOn();
  }

  private void closeWhatCame() {
    isTurnDue.set(false);
    for (Came next = came.poll(); next != null; next = came.poll()) {
      if (next.response() != null) {
        next.response().close();
      }
    }
  }

  private void send(Answers.Owed owed, Response response) {
    if (isClosed) {
      response.close();
      return;
    }
    answers.ready(owed, response);
    Optional<Response> next = answers.poll();
    while (next.isPresent()) {
      write(next.get());
      next = answers.poll();
    }
  }

  private void write(Response response) {
    long bytes = bytesInMemory(response);
    if (budget.hasNoRoomFor(bytes)) {
      response.close();
      events.broken("there is no room for its answer: too many clients do not take theirs");
      return;
    }
    heldBytes += bytes;
    budget.hold(bytes);
    int left = response.parts().size();
    for (Part part : response.parts()) {
      left--;
      boolean isLast = left == 0;
      switch (part) {
        case Part.Bytes(var buffer) ->
            channel.write(
                Unpooled.wrappedBuffer(buffer), isLast ? sent(bytes) : channel.voidPromise());
        case Part.File(var slice) -> {
          SliceRegion region = new SliceRegion(slice);
          channel.write(region, region.watchedBy(isLast ? sent(bytes) : channel.newPromise()));
        }
      }
    }
    watchIfBehind();
    if (response.throttleMillis() > 0) {
      events.throttled(response.throttleMillis());
    }
  }

  private static long bytesInMemory(Response response) {
    long bytes = 0;
    for (Part part : response.parts()) {
      if (part instanceof Part.Bytes(var buffer)) {
        bytes += buffer.remaining();
      }
    }
    return bytes;
  }

  /** The end of an answer, also when it came to nothing. */
  private ChannelPromise sent(long bytes) {
    ChannelPromise promise = channel.newPromise();
    promise.addListener(
        future -> {
          boolean wasBehind = isBehind();
          heldBytes -= bytes;
          budget.release(bytes);
          if (!future.isSuccess()) {
            channel.close();
            return;
          }
          watch.passedOn();
          if (wasBehind && !isBehind()) {
            channel.eventLoop().execute(events::goOn);
          }
        });
    return promise;
  }
}
