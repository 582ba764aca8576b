package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientQuotas;
import dev.headrace.log.broker.ClientQuotas.Kind;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Charges clients for what their requests used, and tells in the answer how long they are left
 * alone: the answer goes out first, then the connection is not read (KIP-219). Thread-safe.
 */
final class Throttling {

  private final ClientQuotas quotas;

  Throttling(ClientQuotas quotas) {
    this.quotas = quotas;
  }

  /** What one request has used so far. */
  record Usage(ApiKeys api, String clientId, int requestBytes, long handlingNanos) {}

  /** Milliseconds for which the client of an unanswered request is left alone. */
  int charge(Usage usage) {
    if (quotas.isUnlimited()) {
      return 0;
    }
    return Math.max(
        usage.api() == ApiKeys.PRODUCE
            ? quotas.charge(usage.clientId(), Kind.PRODUCE, usage.requestBytes())
            : 0,
        quotas.charge(
            usage.clientId(),
            Kind.REQUEST,
            (double) usage.handlingNanos() / TimeUnit.SECONDS.toNanos(1)));
  }

  /** As {@link #charge(Usage)}; the answer says it, where it has room for that. */
  int charge(Usage usage, ApiMessage response) {
    if (quotas.isUnlimited()) {
      return 0;
    }
    int millis = charge(usage);
    if (response instanceof FetchResponseData fetch) {
      millis = Math.max(millis, quotas.charge(usage.clientId(), Kind.FETCH, bytesOf(fetch)));
    }
    if (millis > 0) {
      ThrottleTime.tell(response, millis);
    }
    return millis;
  }

  private static double bytesOf(FetchResponseData fetch) {
    return fetch.responses().stream()
        .flatMap(topic -> topic.partitions().stream())
        .mapToDouble(
            partition -> partition.records() == null ? 0 : partition.records().sizeInBytes())
        .sum();
  }
}
