package dev.headrace.log.server;

import dev.headrace.log.broker.ClientTransactions;
import dev.headrace.log.broker.TransactionListing;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What there is for clients where no transactional id is known. */
final class NoTransactions implements ClientTransactions {

  private static final TransactionError UNKNOWN = TransactionError.INVALID_PRODUCER_ID_MAPPING;

  @Override
  public CompletionStage<Named> init(
      String transactionalId, Optional<ProducerEpoch> expected, int timeoutMillis) {
    return CompletableFuture.completedStage(new Named.Refused(UNKNOWN));
  }

  @Override
  public CompletionStage<Optional<TransactionError>> add(
      Writer writer, Set<TopicPartition> partitions) {
    return CompletableFuture.completedStage(Optional.of(UNKNOWN));
  }

  @Override
  public Map<TopicPartition, TransactionError> write(
      Writer writer, Set<TopicPartition> partitions, Consumer<Set<TopicPartition>> write) {
    return verify(writer, partitions);
  }

  @Override
  public Map<TopicPartition, TransactionError> verify(
      Writer writer, Set<TopicPartition> partitions) {
    return partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> UNKNOWN));
  }

  @Override
  public CompletionStage<Named> end(Writer writer, Marker outcome) {
    return CompletableFuture.completedStage(new Named.Refused(UNKNOWN));
  }

  @Override
  public CompletionStage<Optional<TransactionError>> abort(ProducerEpoch producer) {
    return CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public Optional<TransactionListing> describe(String transactionalId) {
    return Optional.empty();
  }

  @Override
  public List<TransactionListing> list() {
    return List.of();
  }
}
