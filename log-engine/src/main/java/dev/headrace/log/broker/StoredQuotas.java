package dev.headrace.log.broker;

import dev.headrace.log.broker.MetadataRecords.Change;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The quotas of clients, which the metadata remembers, and what the clients use of them. */
final class StoredQuotas implements ClientQuotas {

  /** Beyond so many, clients that are within their quota are forgotten. */
  private static final int PACES = 10_000;

  private final MetadataLog log;
  private final LongSupplier nanoTime;
  private final Map<Client, Map<Kind, Double>> quotas = new ConcurrentHashMap<>();
  private final Map<Paced, Pace> paces = new ConcurrentHashMap<>();

  private record Paced(String clientId, Kind kind) {}

  StoredQuotas(MetadataLog log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  @Override
  public Map<Client, Map<Kind, Double>> all() {
    return Map.copyOf(quotas);
  }

  @Override
  public CompletionStage<Void> alter(Client client, Map<Kind, OptionalDouble> changes) {
    return log.decide(
        () -> {
          Map<Kind, Double> altered = new EnumMap<>(Kind.class);
          altered.putAll(quotas.getOrDefault(client, Map.of()));
          changes.forEach(
              (kind, value) ->
                  value.ifPresentOrElse(
                      limit -> altered.put(kind, limit), () -> altered.remove(kind)));
          Change.QuotasSet set = new Change.QuotasSet(client, Map.copyOf(altered));
          log.write(set, () -> replay(set));
          return null;
        });
  }

  /** Takes over what a former process, or this one, has decided. */
  void replay(Change.QuotasSet set) {
    if (set.quotas().isEmpty()) {
      quotas.remove(set.client());
    } else {
      quotas.put(set.client(), set.quotas());
    }
  }

  List<Change> changes() {
    return quotas.entrySet().stream()
        .<Change>map(entry -> new Change.QuotasSet(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public boolean isUnlimited() {
    return quotas.isEmpty();
  }

  @Override
  public int charge(String clientId, Kind kind, double amount) {
    OptionalDouble limit = limit(new Client(Optional.of(clientId)), kind);
    if (limit.isEmpty()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    if (paces.size() >= PACES) {
      paces.values().removeIf(pace -> pace.isIdle(now));
    }
    double perSecond = kind == Kind.REQUEST ? limit.getAsDouble() / 100 : limit.getAsDouble();
    return paces
        .computeIfAbsent(new Paced(clientId, kind), _ -> new Pace(now))
        .use(amount, perSecond, now);
  }

  private OptionalDouble limit(Client client, Kind kind) {
    Double own = quotas.getOrDefault(client, Map.of()).get(kind);
    Double limit = own != null ? own : quotas.getOrDefault(Client.DEFAULT, Map.of()).get(kind);
    return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
  }
}
