package dev.headrace.log.protocol;

import dev.headrace.log.broker.ClientQuotas;
import dev.headrace.log.broker.ClientQuotas.Kind;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
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
      tell(response, millis);
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

  private static void tell(ApiMessage response, int millis) {
    switch (response) {
      case ProduceResponseData produce -> produce.setThrottleTimeMs(millis);
      case FetchResponseData fetch -> fetch.setThrottleTimeMs(millis);
      case MetadataResponseData metadata -> metadata.setThrottleTimeMs(millis);
      case ListOffsetsResponseData offsets -> offsets.setThrottleTimeMs(millis);
      case OffsetCommitResponseData commit -> commit.setThrottleTimeMs(millis);
      case OffsetFetchResponseData offsets -> offsets.setThrottleTimeMs(millis);
      case FindCoordinatorResponseData coordinator -> coordinator.setThrottleTimeMs(millis);
      case HeartbeatResponseData heartbeat -> heartbeat.setThrottleTimeMs(millis);
      default -> {
        // Others do not use much; their clients notice nothing but the wait.
      }
    }
  }
}
