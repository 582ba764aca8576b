package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Refusal;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tells partitions how a transaction has ended. Thread-safe. */
final class Markers {

  private static final int COORDINATOR_EPOCH = 0;
  private static final long UNTIL_ROOM_MILLIS = 500;

  private final Partitions partitions;
  private final Optional<Executor> waiting;

  /**
   * @param waiting writes those again for which there is no room on the disk, until there is; empty
   *     for nobody
   */
  Markers(Partitions partitions, Optional<Executor> waiting) {
    this.partitions = partitions;
    this.waiting = waiting;
  }

  /**
   * Writes the marker to all partitions of a transaction; those that were deleted meanwhile took
   * their records along.
   *
   * @return when they are durable: why one that is in use did not take it, empty when all did
   */
  CompletionStage<Optional<String>> write(Prepared prepared) {
    List<CompletionStage<Optional<String>>> written = new ArrayList<>();
    for (TopicPartition name : prepared.partitions()) {
      partitions
          .find(name)
          .map(
              partition ->
                  write(
                      partition,
                      prepared.owner().producer().producerId(),
                      prepared.owner().producer().epoch(),
                      prepared.outcome()))
          .ifPresent(written::add);
    }
    CompletableFuture<?>[] all =
        written.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(all)
        .thenApply(
            _ ->
                written.stream()
                    .flatMap(each -> each.toCompletableFuture().join().stream())
                    .findFirst());
  }

  /**
   * Writes one marker.
   *
   * @return when it is durable: why it was not taken, empty when it was
   */
  CompletionStage<Optional<String>> write(
      PartitionLog partition, long producerId, short epoch, Marker outcome) {
    return switch (partition.appendMarker(producerId, epoch, outcome, COORDINATOR_EPOCH)) {
      case Append.Written written -> durable(partition, written.endOffset());
      case Append.Refused(Refusal why, String message) ->
          why == Refusal.NO_ROOM && waiting.isPresent()
              ? CompletableFuture.supplyAsync(
                      () -> write(partition, producerId, epoch, outcome),
                      CompletableFuture.delayedExecutor(
                          UNTIL_ROOM_MILLIS, TimeUnit.MILLISECONDS, waiting.get()))
                  .thenCompose(Function.identity())
              : CompletableFuture.completedStage(unlessDeleted(partition, message));
    };
  }

  private CompletionStage<Optional<String>> durable(PartitionLog partition, long endOffset) {
    return partition
        .durable(endOffset)
        .handle(
            (_, failed) ->
                failed == null ? Optional.empty() : unlessDeleted(partition, failed.getMessage()));
  }

  private Optional<String> unlessDeleted(PartitionLog partition, String reason) {
    return partitions
        .find(partition.topicPartition())
        .filter(it -> it.topicId().equals(partition.topicId()))
        .map(_ -> partition.topicPartition() + " did not take the marker (" + reason + ")");
  }
}
