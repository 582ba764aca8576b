package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.Settlement;
import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.PrepareAbort;
import dev.headrace.log.transaction.TransactionState.PrepareCommit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends, at a start, the transactions that the last process left open. Used once, by one thread. */
final class TransactionSettler {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionSettler.class);
  private static final int COORDINATOR_EPOCH = 0;

  private final Partitions partitions;
  private final Optional<TransactionLog> log;
  private final InstantSource clock;
  private final Map<Long, Named> byProducerId = new HashMap<>();
  private final Map<String, String> unsettled = new HashMap<>();
  private final List<CompletableFuture<Void>> markers = new ArrayList<>();

  TransactionSettler(Partitions partitions, Optional<TransactionLog> log, InstantSource clock) {
    this.partitions = partitions;
    this.log = log;
    this.clock = clock;
    log.map(TransactionLog::all)
        .orElse(Map.of())
        .forEach(
            (id, state) -> byProducerId.put(state.producer().producerId(), new Named(id, state)));
  }

  private record Named(String transactionalId, TransactionState state) {}

  /**
   * Writes the markers and waits until they are durable.
   *
   * @return ids whose transaction is decided but could not be ended everywhere, with the reason
   */
  Map<String, String> settle() {
    for (PartitionLog partition : partitions.all()) {
      for (OpenTransaction open : partition.openTransactions()) {
        end(partition, open);
      }
    }
    CompletableFuture.allOf(markers.toArray(CompletableFuture[]::new)).join();
    byProducerId.values().forEach(this::leaveIfOffline);
    byProducerId.values().forEach(this::complete);
    return unsettled;
  }

  private void end(PartitionLog partition, OpenTransaction open) {
    ProducerEpoch producer = new ProducerEpoch(open.producerId(), open.producerEpoch());
    Optional<Named> named = Optional.ofNullable(byProducerId.get(open.producerId()));
    Marker outcome =
        Settlement.outcome(named.map(Named::state), producer, partition.topicPartition());
    Append marker =
        partition.appendMarker(producer.producerId(), producer.epoch(), outcome, COORDINATOR_EPOCH);
    switch (marker) {
      case Append.Stored stored -> {
        LOG.info(
            "transaction of {} in {} from offset {} on was open, now: {}",
            named.map(Named::transactionalId).orElse("an unknown writer"),
            partition.topicPartition(),
            open.firstOffset(),
            outcome);
        await(partition, stored.endOffset(), named, outcome);
      }
      case Append.Duplicate duplicate -> await(partition, duplicate.endOffset(), named, outcome);
      case Append.Refused refused -> leave(partition, named, outcome, refused.message());
    }
  }

  private void await(
      PartitionLog partition, long endOffset, Optional<Named> named, Marker outcome) {
    markers.add(
        partition
            .durable(endOffset)
            .<Void>handle(
                (_, failed) -> {
                  if (failed != null) {
                    leave(partition, named, outcome, failed.getMessage());
                  }
                  return null;
                })
            .toCompletableFuture());
  }

  /** An abort needs no memory: it is what any start decides. A commit must not be forgotten. */
  private synchronized void leave(
      PartitionLog partition, Optional<Named> named, Marker outcome, String reason) {
    LOG.error(
        "transaction in {} could not be ended with {}: {}",
        partition.topicPartition(),
        outcome,
        reason);
    if (outcome == Marker.COMMIT) {
      named.ifPresent(
          it ->
              unsettled.put(
                  it.transactionalId(),
                  "its last transaction is committed, but "
                      + partition.topicPartition()
                      + " did not take the marker ("
                      + reason
                      + "); mend that and restart"));
    }
  }

  /** A partition that is offline may have the transaction open without being able to say so. */
  private void leaveIfOffline(Named named) {
    if (named.state() instanceof PrepareCommit prepared) {
      for (TopicPartition name : prepared.partitions()) {
        partitions
            .find(name)
            .ifPresent(
                partition ->
                    partition
                        .offlineReason()
                        .ifPresent(
                            reason -> leave(partition, Optional.of(named), Marker.COMMIT, reason)));
      }
    }
  }

  private void complete(Named named) {
    if (log.isEmpty() || unsettled.containsKey(named.transactionalId())) {
      return;
    }
    switch (named.state()) {
      case PrepareCommit prepared ->
          log.get().append(named.transactionalId(), prepared.complete(clock.millis()));
      case PrepareAbort prepared ->
          log.get().append(named.transactionalId(), prepared.complete(clock.millis()));
      default -> {}
    }
  }
}
