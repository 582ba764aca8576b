package dev.headrace.log.group;

/**
 * How often the members of a consumer group show that they live.
 *
 * @param sessionMillis without a sign of life for so long, a member is out ({@code
 *     consumer.session.timeout.ms})
 * @param heartbeatMillis how often members are to give one ({@code consumer.heartbeat.interval.ms})
 */
public record ConsumerTimes(int sessionMillis, int heartbeatMillis) {

  /** Kafka's. */
  public static final ConsumerTimes DEFAULTS = new ConsumerTimes(45_000, 5_000);

  public ConsumerTimes {
    if (heartbeatMillis <= 0 || sessionMillis <= heartbeatMillis) {
      throw new IllegalArgumentException(
          "a session of " + sessionMillis + " ms with a heartbeat each " + heartbeatMillis + " ms");
    }
  }
}
