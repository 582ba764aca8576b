package dev.headrace.log.server;

import java.time.Duration;

/**
 * What a listener lets its clients take. Names in brackets are those of node settings; Kafka's
 * where Kafka has them.
 *
 * @param ioThreads how many threads serve the connections, at least 1
 * @param drain how long {@link KafkaListener#close} waits for answers on their way
 */
public record ListenerSettings(
    int ioThreads,
    Connections connections,
    Requests requests,
    Responses responses,
    Duration drain) {

  public ListenerSettings {
    requirePositive("ioThreads", ioThreads);
  }

  /**
   * How many connections there may be; more are closed as soon as they are accepted.
   *
   * @param most {@code max.connections}
   * @param mostPerAddress from one address of clients ({@code max.connections.per.ip})
   * @param idle one without traffic is closed after this time ({@code connections.max.idle.ms})
   */
  public record Connections(int most, int mostPerAddress, Duration idle) {

    public static final Connections DEFAULTS =
        new Connections(10_000, Integer.MAX_VALUE, Duration.ofMinutes(10));

    public Connections {
      requirePositive("max.connections", most);
      requirePositive("max.connections.per.ip", mostPerAddress);
      requirePositive("connections.max.idle.ms", idle.toMillis());
    }
  }

  /**
   * What requests may take.
   *
   * @param mostBytes of one; only those that produce are long ({@code socket.request.max.bytes})
   * @param totalBytes of all that are being received at one time; a request waits, and its
   *     connection is not read, until there is room. At least the longest ({@code
   *     queued.max.request.bytes})
   * @param inFlight how many of one connection may wait for their answers before no more are read
   *     from it ({@code max.in.flight.requests.per.connection})
   * @param grace how long one may take to arrive, on top of a second for each 100 KiB ({@code
   *     request.receive.timeout.ms})
   */
  public record Requests(int mostBytes, long totalBytes, int inFlight, Duration grace) {

    public static final Requests DEFAULTS =
        new Requests(100 << 20, 128L << 20, 32, Duration.ofSeconds(30));

    public Requests {
      requirePositive("socket.request.max.bytes", mostBytes);
      requirePositive("max.in.flight.requests.per.connection", inFlight);
      requirePositive("request.receive.timeout.ms", grace.toMillis());
      if (totalBytes < mostBytes) {
        throw new IllegalArgumentException(
            "queued.max.request.bytes is "
                + totalBytes
                + ", less than the longest request (socket.request.max.bytes is "
                + mostBytes
                + ")");
      }
    }
  }

  /**
   * What answers may take.
   *
   * @param totalBytes of memory for all that wait to be sent; beyond it a connection is not read
   *     that has not taken its last answers, and with twice as many waiting it is closed ({@code
   *     queued.max.response.bytes})
   * @param grace a connection that takes nothing of its answers for so long is closed ({@code
   *     response.send.timeout.ms})
   */
  public record Responses(long totalBytes, Duration grace) {

    public static final Responses DEFAULTS = new Responses(128L << 20, Duration.ofSeconds(60));

    public Responses {
      requirePositive("queued.max.response.bytes", totalBytes);
      requirePositive("response.send.timeout.ms", grace.toMillis());
    }
  }

  /** Fit for a small machine that also has other work. */
  public static ListenerSettings defaults() {
    return new ListenerSettings(
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
        Connections.DEFAULTS,
        Requests.DEFAULTS,
        Responses.DEFAULTS,
        Duration.ofSeconds(3));
  }

  public ListenerSettings withConnections(Connections limits) {
    return new ListenerSettings(ioThreads, limits, requests, responses, drain);
  }

  public ListenerSettings withRequests(Requests limits) {
    return new ListenerSettings(ioThreads, connections, limits, responses, drain);
  }

  public ListenerSettings withResponses(Responses limits) {
    return new ListenerSettings(ioThreads, connections, requests, limits, drain);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
