package dev.headrace.log.server;

import dev.headrace.log.broker.ClientQuotas;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whatever a client uses is too much.
 *
 * @param millis for which it is left alone each time
 */
record EveryoneExceeds(int millis) implements ClientQuotas {

  @Override
  public Map<Client, Map<Kind, Double>> all() {
    return Map.of();
  }

  @Override
  public CompletionStage<Void> alter(Client client, Map<Kind, OptionalDouble> changes) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean isUnlimited() {
    return false;
  }

  @Override
  public int charge(String clientId, Kind kind, double amount) {
    return millis;
  }
}
