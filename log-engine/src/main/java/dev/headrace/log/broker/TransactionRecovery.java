package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.Settlement;
import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import dev.headrace.log.transaction.TransactionVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles, at a start, the transactions that the last process left open: what was prepared is
 * ended, what clients have open is found again, all else is aborted. Used once, by one thread.
 */
final class TransactionRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionRecovery.class);

  private final Partitions partitions;
  private final Markers markers;
  private final InstantSource clock;
  private final Map<String, TransactionState> logged;
  private final Map<Long, String> idsByProducerId = new HashMap<>();
  private final Map<String, Set<TopicPartition>> goingOn = new HashMap<>();
  private final Map<String, String> stuck = new HashMap<>();
  private final List<CompletableFuture<Void>> written = new ArrayList<>();

  /**
   * @param logged by transactional id
   */
  TransactionRecovery(
      Partitions partitions, Map<String, TransactionState> logged, InstantSource clock) {
    this.partitions = partitions;
    this.markers = new Markers(partitions, Optional.empty());
    this.clock = clock;
    this.logged = logged;
    logged.forEach(
        (id, state) -> {
          idsByProducerId.put(state.owner().producer().producerId(), id);
          if (state instanceof Prepared prepared) {
            prepared.nextProducerId().ifPresent(next -> idsByProducerId.put(next, id));
          }
        });
  }

  /**
   * What has come of a transactional id.
   *
   * @param state to be logged where it is not the one that was
   * @param stuck why its last transaction cannot be ended before the next start
   */
  record Recovered(TransactionState state, Optional<String> stuck) {}

  /** Writes the markers and waits until they are durable. */
  Map<String, Recovered> settle() {
    for (PartitionLog partition : partitions.all()) {
      for (OpenTransaction open : partition.openTransactions()) {
        settle(partition, open);
      }
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).join();
    logged.forEach(this::leaveIfOffline);
    Map<String, Recovered> recovered = new HashMap<>();
    logged.forEach(
        (id, state) ->
            recovered.put(
                id, new Recovered(recover(id, state), Optional.ofNullable(stuck.get(id)))));
    return recovered;
  }

  private void settle(PartitionLog partition, OpenTransaction open) {
    Optional<String> id = Optional.ofNullable(idsByProducerId.get(open.producerId()));
    Settlement settlement =
        Settlement.decide(
            id.map(logged::get),
            new ProducerEpoch(open.producerId(), open.producerEpoch()),
            partition.topicPartition());
    LOG.info(
        "transaction of {} in {} is open from offset {} on: {}",
        id.orElse("an unknown writer"),
        partition.topicPartition(),
        open.firstOffset(),
        settlement);
    switch (settlement) {
      case Settlement.GoOn _ ->
          goingOn
              .computeIfAbsent(id.orElseThrow(), _ -> new HashSet<>())
              .add(partition.topicPartition());
      case Settlement.End(Marker outcome, short epoch) ->
          written.add(
              markers
                  .write(partition, open.producerId(), epoch, outcome)
                  .thenAccept(refusal -> refusal.ifPresent(reason -> leave(id, outcome, reason)))
                  .toCompletableFuture());
    }
  }

  /** An abort needs no memory: it is what any start decides. A commit must not be forgotten. */
  private synchronized void leave(Optional<String> id, Marker outcome, String reason) {
    LOG.error(
        "a transaction of {} could not be ended with {}: {}",
        id.orElse("an unknown writer"),
        outcome,
        reason);
    if (outcome == Marker.COMMIT) {
      id.ifPresent(
          it ->
              stuck.put(
                  it,
                  "its last transaction is committed, but " + reason + "; mend that and restart"));
    }
  }

  /** A partition that is offline may have the transaction open without being able to say so. */
  private void leaveIfOffline(String id, TransactionState state) {
    if (state instanceof Prepared prepared && prepared.outcome() == Marker.COMMIT) {
      for (TopicPartition name : prepared.partitions()) {
        partitions
            .find(name)
            .flatMap(PartitionLog::offlineReason)
            .ifPresent(
                reason ->
                    leave(Optional.of(id), Marker.COMMIT, name + " is offline (" + reason + ")"));
      }
    }
  }

  private TransactionState recover(String id, TransactionState state) {
    if (stuck.containsKey(id)) {
      return state;
    }
    long nowMillis = clock.millis();
    TransactionState settled =
        state instanceof Prepared prepared ? prepared.complete(nowMillis) : state;
    Set<TopicPartition> found = goingOn.getOrDefault(id, Set.of());
    return switch (settled) {
      case Idle idle when !found.isEmpty() -> idle.begin(found, TransactionVersion.V2, nowMillis);
      case Ongoing ongoing when !ongoing.partitions().containsAll(found) ->
          ongoing.with(found, ongoing.version(), nowMillis);
      case Idle _, Ongoing _, Prepared _, Ending _ -> settled;
    };
  }
}
