package dev.headrace.log.broker;

import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Which topics match the patterns that groups subscribe to. Topics are looked through on the thread
 * {@code headrace-patterns}, so that no group waits for another one's pattern; until that is done,
 * what was found before counts. Thread-safe.
 */
final class TopicPatterns implements AutoCloseable {

  private static final int MOST_REMEMBERED = 1_000;
  private static final int MOST_WAITING = 1_000;
  private static final long IDLE_SECONDS = 30;

  private final Supplier<Known> topics;
  private final ThreadPoolExecutor thread;
  private final AtomicLong changes = new AtomicLong();
  private final Map<String, Known> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };
  private final Map<String, CompletableFuture<Void>> searches = new HashMap<>();

  /** Names of topics, as they were at some version of {@link Topics} or later. */
  record Known(long version, Set<String> names) {}

  /**
   * @param topics the names among which patterns are looked for
   */
  TopicPatterns(Supplier<Known> topics) {
    this.topics = topics;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("headrace-patterns").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Looks for nothing any more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Rises whenever {@link #matching} has come to find something else. */
  long changes() {
    return changes.get();
  }

  /** What is wrong with a pattern; empty when it is one. */
  static Optional<String> refuse(String pattern) {
    return switch (ClientPattern.of(pattern)) {
      case ClientPattern.Sound _ -> Optional.empty();
      case ClientPattern.Wrong(String why) -> Optional.of(why);
    };
  }

  /**
   * The names that match, as far as is known; looks anew for the next time if topics have changed.
   *
   * @param version of {@link Topics} now
   */
  synchronized Optional<Set<String>> matching(String pattern, long version) {
    Optional<Known> known = Optional.ofNullable(found.get(pattern));
    if (known.isEmpty() || known.get().version() != version) {
      search(pattern);
    }
    return known.map(Known::names);
  }

  /** Done when it is known which names match a pattern that {@link #refuse} takes. */
  synchronized CompletionStage<Void> ready(String pattern) {
    return found.containsKey(pattern) ? CompletableFuture.completedStage(null) : search(pattern);
  }

  private CompletableFuture<Void> search(String pattern) {
    CompletableFuture<Void> running = searches.get(pattern);
    if (running != null) {
      return running;
    }
    CompletableFuture<Void> search = new CompletableFuture<>();
    try {
      searches.put(pattern, search);
      thread.execute(() -> look(pattern, search));
    } catch (RejectedExecutionException e) {
      searches.remove(pattern);
      search.completeExceptionally(e);
    }
    return search;
  }

  private void look(String pattern, CompletableFuture<Void> search) {
    try {
      Known all = topics.get();
      Pattern compiled = Pattern.compile(pattern);
      Set<String> names = new HashSet<>(all.names());
      names.removeIf(name -> !compiled.matches(name));
      note(pattern, new Known(all.version(), Set.copyOf(names)));
      search.complete(null);
    } catch (RuntimeException | StackOverflowError e) {
      drop(pattern);
      search.completeExceptionally(e);
    }
  }

  private synchronized void note(String pattern, Known now) {
    searches.remove(pattern);
    Known before = found.put(pattern, now);
    if (before == null || !before.names().equals(now.names())) {
      changes.incrementAndGet();
    }
  }

  private synchronized void drop(String pattern) {
    searches.remove(pattern);
  }
}
