package dev.headrace.connectors.http.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a body. A little more is read so that the connection can be used again; what
 * comes behind that is not waited for, and ends the connection. Fed by the client's threads, one at
 * a time.
 */
final class ShortBody implements BodySubscriber<byte[]> {

  private static final long MOST_READ = 64 * 1024;

  private final int maxBytes;
  private long read;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;

  ShortBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      read += buffer.remaining();
      byte[] bytes = new byte[Math.min(buffer.remaining(), maxBytes - kept.size())];
      buffer.get(bytes);
      kept.writeBytes(bytes);
    }
    if (subscription != null) {
      if (read < MOST_READ) {
        subscription.request(1);
      } else {
        subscription.cancel();
        onComplete();
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    done.complete(kept.toByteArray());
  }
}
