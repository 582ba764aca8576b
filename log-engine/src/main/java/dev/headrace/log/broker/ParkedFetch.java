package dev.headrace.log.broker;

import dev.headrace.log.storage.FileSlice;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A read that is tried again whenever one of its partitions has made progress, until there is
 * enough or its time is up. No thread waits: partitions call {@link #wake}, and everything else
 * happens on the one thread that it was given.
 */
final class ParkedFetch implements Fetch {

  private final FetchQuery query;
  private final ScheduledExecutorService thread;
  private final Set<ParkedFetch> parked;
  private final CompletableFuture<List<Read>> reads = new CompletableFuture<>();
  private final List<AutoCloseable> listening = new ArrayList<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private @Nullable Future<?> timer;
  private boolean over;

  /**
   * @param parked where it is listed while it waits
   */
  ParkedFetch(FetchQuery query, ScheduledExecutorService thread, Set<ParkedFetch> parked) {
    this.query = query;
    this.thread = thread;
    this.parked = parked;
  }

  @Override
  public CompletionStage<List<Read>> reads() {
    return reads;
  }

  void start() {
    attempt(query.mayWait() ? query.minBytes() : 0);
    if (over) {
      return;
    }
    parked.add(this);
    timer = thread.schedule(() -> attempt(0), query.maxWaitMillis(), TimeUnit.MILLISECONDS);
    for (FetchQuery.Wanted wanted : query.wanted()) {
      listening.add(wanted.log().listen(this::wake));
    }
    // What was written between the first look and the listening would wake nobody.
    attempt(query.minBytes());
  }

  /** Answers with what is there. Any thread. */
  void hurry() {
    execute(() -> attempt(0));
  }

  @Override
  public void abandon() {
    finish();
  }

  /** Any thread. One look is due for any number of calls before it. */
  private void wake() {
    if (awake.compareAndSet(false, true)) {
      execute(
          () -> {
            awake.set(false);
            attempt(query.minBytes());
          });
    }
  }

  private void execute(Runnable action) {
    try {
      thread.execute(action);
    } catch (RejectedExecutionException _) {
      // The thread has stopped, and with it the connection that would get the answer.
      parked.remove(this);
    }
  }

  private void attempt(int neededBytes) {
    if (over) {
      return;
    }
    List<Read> found = new ArrayList<>(query.wanted().size());
    try {
      if (look(found, neededBytes)) {
        finish();
        reads.complete(found);
      } else {
        found.forEach(ParkedFetch::close);
      }
    } catch (RuntimeException e) {
      found.forEach(ParkedFetch::close);
      finish();
      reads.completeExceptionally(e);
    }
  }

  /** Whether what was found is to be answered. */
  private boolean look(List<Read> found, int neededBytes) {
    int bytes = 0;
    boolean failed = false;
    for (FetchQuery.Wanted wanted : query.wanted()) {
      Read read = read(wanted, bytes);
      found.add(read);
      if (read instanceof Read.Found data) {
        bytes += data.slice().length();
      } else {
        failed = true;
      }
    }
    return failed || bytes >= neededBytes;
  }

  /** Only the first partition with data may exceed the limit, with one batch. */
  private Read read(FetchQuery.Wanted wanted, int takenBytes) {
    int roomBytes = query.maxBytes() - takenBytes;
    if (roomBytes <= 0 && takenBytes > 0) {
      return nothing(wanted.log());
    }
    Read read =
        wanted
            .log()
            .read(
                wanted.fromOffset(),
                Math.clamp(wanted.maxBytes(), 0, Math.max(0, roomBytes)),
                query.isolation());
    if (takenBytes > 0
        && read instanceof Read.Found(var slice, _, _, _, _)
        && slice.length() > roomBytes) {
      slice.close();
      return nothing(wanted.log());
    }
    return read;
  }

  private static Read nothing(PartitionLog log) {
    return new Read.Found(
        FileSlice.empty(),
        log.startOffset(),
        log.highWatermark(),
        log.lastStableOffset(),
        List.of());
  }

  private static void close(Read read) {
    if (read instanceof Read.Found found) {
      found.slice().close();
    }
  }

  private void finish() {
    over = true;
    parked.remove(this);
    if (timer != null) {
      timer.cancel(false);
    }
    for (AutoCloseable listener : listening) {
      try {
        listener.close();
      } catch (Exception e) {
        throw new IllegalStateException("a listener could not be taken off", e);
      }
    }
    listening.clear();
  }
}
