package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerTimes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A setting of groups that Kafka knows: a number.
 *
 * @see <a href="https://kafka.apache.org/documentation/#groupconfigs">Kafka: group configs</a>
 */
record KnownGroupConfig(String name, int defaultValue, int least, int most, String documentation) {

  static final KnownGroupConfig SESSION =
      new KnownGroupConfig(
          "consumer.session.timeout.ms",
          ConsumerTimes.DEFAULTS.sessionMillis(),
          1_000,
          1_800_000,
          "Without a heartbeat for so long, a member is out.");

  static final KnownGroupConfig HEARTBEAT =
      new KnownGroupConfig(
          "consumer.heartbeat.interval.ms",
          ConsumerTimes.DEFAULTS.heartbeatMillis(),
          100,
          60_000,
          "How often members are told to give a heartbeat.");

  /** All of them by name. */
  static final Map<String, KnownGroupConfig> ALL =
      List.of(SESSION, HEARTBEAT).stream()
          .collect(
              Collectors.toMap(
                  KnownGroupConfig::name, Function.identity(), (one, _) -> one, TreeMap::new));

  /** The value among those that a group has of its own. */
  int valueIn(Map<String, String> own) {
    return Optional.ofNullable(own.get(name)).map(Integer::parseInt).orElse(defaultValue);
  }

  /** What is wrong with settings; empty when all are right and go together. */
  static Optional<String> refuse(Map<String, String> config) {
    for (Map.Entry<String, String> entry : new TreeMap<>(config).entrySet()) {
      KnownGroupConfig known = ALL.get(entry.getKey());
      if (known == null) {
        return Optional.of(
            "'" + entry.getKey() + "' is no setting of groups; there are " + ALL.keySet());
      }
      if (!known.allows(entry.getValue())) {
        return Optional.of(
            known.name
                + " is '"
                + entry.getValue()
                + "', must be a number from "
                + known.least
                + " to "
                + known.most);
      }
    }
    return SESSION.valueIn(config) > HEARTBEAT.valueIn(config)
        ? Optional.empty()
        : Optional.of(SESSION.name + " must be more than " + HEARTBEAT.name);
  }

  private boolean allows(String value) {
    try {
      int number = Integer.parseInt(value);
      return number >= least && number <= most;
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
