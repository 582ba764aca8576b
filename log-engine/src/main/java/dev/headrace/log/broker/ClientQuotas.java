package dev.headrace.log.broker;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;

/**
 * How much each client may use, by the id that it gives itself. Thread-safe.
 *
 * @see <a href="https://kafka.apache.org/documentation/#design_quotas">Kafka: quotas</a>
 */
public interface ClientQuotas {

  /** What is limited. */
  enum Kind {
    /** Bytes per second that are produced. */
    PRODUCE("producer_byte_rate"),
    /** Bytes per second that are fetched. */
    FETCH("consumer_byte_rate"),
    /** Share of one network thread's time, in percent. */
    REQUEST("request_percentage");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** Kafka's name. */
    public String key() {
      return key;
    }

    public static Optional<Kind> of(String key) {
      return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }
  }

  /**
   * Whose quota it is: the clients with one id share it.
   *
   * @param clientId empty for the default, which each client id without a quota of its own has
   */
  record Client(Optional<String> clientId) {

    static final Client DEFAULT = new Client(Optional.empty());
  }

  /** All quotas that are set. */
  Map<Client, Map<Kind, Double>> all();

  /**
   * Sets quotas of a client, or takes them away where the value is empty; others stay. Done when it
   * is durable and in effect.
   */
  CompletionStage<Void> alter(Client client, Map<Kind, OptionalDouble> changes);

  /** Whether there is nothing to {@link #charge}. */
  boolean isUnlimited();

  /**
   * Takes note of what a client has used.
   *
   * @param amount bytes, or seconds of a network thread
   * @return how long it is to be left alone, in milliseconds; 0 when it is within its quota
   */
  int charge(String clientId, Kind kind, double amount);
}
