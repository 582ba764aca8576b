package dev.headrace.log.broker;

import java.time.Duration;

/**
 * What concerns transactions of clients, named after Kafka's settings; always valid.
 *
 * @param transactionMaxTimeoutMillis the longest timeout that a client may ask for ({@code
 *     transaction.max.timeout.ms}), at least 1
 * @param transactionalIdExpirationMillis an id is forgotten when nothing was written under it for
 *     so long ({@code transactional.id.expiration.ms}), at least 1
 */
public record TransactionSettings(
    int transactionMaxTimeoutMillis, long transactionalIdExpirationMillis) {

  public TransactionSettings {
    require("transaction.max.timeout.ms", transactionMaxTimeoutMillis);
    require("transactional.id.expiration.ms", transactionalIdExpirationMillis);
  }

  /** Kafka's defaults: 15 minutes, and 7 days. */
  public static TransactionSettings defaults() {
    return new TransactionSettings(
        (int) Duration.ofMinutes(15).toMillis(), Duration.ofDays(7).toMillis());
  }

  private static void require(String setting, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " is " + value + ", must be at least 1");
    }
  }
}
