package dev.headrace.log.server;

import java.time.Duration;

/**
 * What a listener lets its clients take.
 *
 * @param ioThreads how many threads serve the connections, at least 1
 * @param maxConnections more are closed as soon as they are accepted; Kafka's {@code
 *     max.connections}
 * @param requestBytes of all requests that are being received at one time; a request waits, and its
 *     connection is not read, until there is room. At least the longest frame. Kafka's {@code
 *     queued.max.request.bytes}
 * @param pipelinedRequests how many requests of one connection may wait for their answers before no
 *     more are read from it, at least 1
 * @param idle a connection without traffic is closed after this time; Kafka's {@code
 *     connections.max.idle.ms}
 * @param frameGrace how long a request may take to arrive, on top of a second for each 100 KiB
 * @param drain how long {@link KafkaListener#close} waits for answers on their way
 */
public record ListenerSettings(
    int ioThreads,
    int maxConnections,
    long requestBytes,
    int pipelinedRequests,
    Duration idle,
    Duration frameGrace,
    Duration drain) {

  public ListenerSettings {
    requirePositive("ioThreads", ioThreads);
    requirePositive("maxConnections", maxConnections);
    requirePositive("requestBytes", requestBytes);
    requirePositive("pipelinedRequests", pipelinedRequests);
    requirePositive("idle", idle.toMillis());
    requirePositive("frameGrace", frameGrace.toMillis());
  }

  /** Fit for a small machine that also has other work. */
  public static ListenerSettings defaults() {
    return new ListenerSettings(
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
        10_000,
        128L * 1024 * 1024,
        32,
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(3));
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
