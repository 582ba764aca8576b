package dev.headrace.connectors.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that never waits for ever: each read has a time limit, and all
 * waits together have another. A server that is faster than us is held back, for the next bytes are
 * asked for when the last ones are used up. Read and closed by one thread, fed by the client's.
 */
final class PulledBody extends InputStream implements BodySubscriber<PulledBody> {

  /** What the client's thread hands over. */
  private sealed interface Arrival {
    record Bytes(List<ByteBuffer> buffers) implements Arrival {}

    record End() implements Arrival {}

    record Failure(Throwable cause) implements Arrival {}
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final long readNanos;
  private final long totalNanos;
  // One for the bytes that were asked for, and one for the end or failure behind them.
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(2);
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  // The reader's thread only.
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
  private ByteBuffer current = NOTHING;
  private long waitedNanos;
  private boolean ended;
  private @Nullable IOException failure;

  PulledBody(Duration read, Duration total) {
    this.readNanos = read.toNanos();
    this.totalNanos = total.toNanos();
  }

  @Override
  public CompletionStage<PulledBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription.complete(given)) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    hand(new Arrival.Bytes(bytes));
  }

  @Override
  public void onError(Throwable cause) {
    hand(new Arrival.Failure(cause));
  }

  @Override
  public void onComplete() {
    hand(new Arrival.End());
  }

  private void hand(Arrival arrival) {
    if (!arrivals.offer(arrival)) {
      throw new IllegalStateException("more arrived than was asked for");
    }
  }

  @Override
  public int read() throws IOException {
    return hasBytes() ? current.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasBytes()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, from, count);
    return count;
  }

  /** Whether a read returns at once: more than 0 when bytes are here, or the end is. */
  @Override
  public int available() {
    if (current.hasRemaining()) {
      return current.remaining();
    }
    return buffers.isEmpty() && arrivals.isEmpty() && !ended ? 0 : 1;
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      subscription.thenAccept(Flow.Subscription::cancel);
    }
    current = NOTHING;
    buffers.clear();
  }

  private boolean hasBytes() throws IOException {
    while (!current.hasRemaining()) {
      if (!buffers.isEmpty()) {
        current = buffers.removeFirst();
      } else if (failure != null) {
        throw failure;
      } else if (ended) {
        return false;
      } else {
        take();
      }
    }
    return true;
  }

  private void take() throws IOException {
    switch (await()) {
      case Arrival.Bytes(List<ByteBuffer> more) -> {
        buffers.addAll(more);
        subscription.join().request(1);
      }
      case Arrival.End() -> ended = true;
      case Arrival.Failure(Throwable cause) -> {
        ended = true;
        failure = new CutAnswerException(cause);
      }
    }
  }

  private Arrival await() throws IOException {
    long limitNanos = Math.min(readNanos, totalNanos - waitedNanos);
    long beganNanos = System.nanoTime();
    try {
      Arrival arrival = arrivals.poll(Math.max(limitNanos, 0), TimeUnit.NANOSECONDS);
      waitedNanos += System.nanoTime() - beganNanos;
      if (arrival == null) {
        close();
        throw new SlowAnswerException(
            limitNanos < readNanos
                ? "the answer took longer than " + Duration.ofNanos(totalNanos).toMillis() + " ms"
                : "no bytes came for " + Duration.ofNanos(readNanos).toMillis() + " ms");
      }
      return arrival;
    } catch (InterruptedException stopped) {
      close();
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(stopped);
      throw interrupted;
    }
  }
}
