package dev.headrace.log.server;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in: how many connections there are, in all and from each address. Thread-safe. What
 * is turned away is told at most every ten seconds: it may be many.
 */
final class Admission {

  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ListenerSettings.Connections limits;
  private final AtomicInteger admitted = new AtomicInteger();
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final AtomicLong turnedAway = new AtomicLong();
  private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - TELL_NANOS);

  Admission(ListenerSettings.Connections limits) {
    this.limits = limits;
  }

  /** Counts a connection in, until {@link #leave}; false when there are too many. */
  boolean tryEnter(InetAddress address) {
    Optional<String> exceeded = enter(address);
    exceeded.ifPresent(limit -> turnAway(address, limit));
    return exceeded.isEmpty();
  }

  private Optional<String> enter(InetAddress address) {
    if (admitted.incrementAndGet() > limits.most()) {
      admitted.decrementAndGet();
      return Optional.of("max.connections=" + limits.most());
    }
    if (byAddress.merge(address, 1, Integer::sum) > limits.mostPerAddress()) {
      leave(address);
      return Optional.of("max.connections.per.ip=" + limits.mostPerAddress());
    }
    return Optional.empty();
  }

  void leave(InetAddress address) {
    admitted.decrementAndGet();
    byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  int connections() {
    return admitted.get();
  }

  private void turnAway(InetAddress address, String limit) {
    long count = turnedAway.incrementAndGet();
    long nowNanos = System.nanoTime();
    long lastNanos = toldNanos.get();
    if (nowNanos - lastNanos >= TELL_NANOS && toldNanos.compareAndSet(lastNanos, nowNanos)) {
      LOG.warn("connections refused count={} last={} {}", count, address.getHostAddress(), limit);
    }
  }
}
