package dev.headrace.log.broker;

import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.TransactionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * All transactional ids, of clients and of writers inside the process. Thread-safe. Their topic is
 * replayed and settled at a start, and made when the first id comes.
 */
public final class TransactionSeats implements AutoCloseable {

  /** Ids in memory; whoever would bring more is refused. */
  private static final int MOST_IDS = 100_000;

  private final Partitions partitions;
  private final Metadata metadata;
  private final BrokerSettings settings;
  private final InstantSource clock;
  private final Map<String, TransactionSeat> seats = new ConcurrentHashMap<>();
  private Optional<TransactionLog> log = Optional.empty();

  private TransactionSeats(
      Partitions partitions, Metadata metadata, BrokerSettings settings, InstantSource clock) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Replays the topic and settles, durably, the transactions that are open in any partition: what
   * remains open afterwards belongs to clients that go on.
   *
   * @throws IOException when the topic cannot be read
   */
  public static TransactionSeats open(
      Partitions partitions, Metadata metadata, BrokerSettings settings, InstantSource clock)
      throws IOException {
    TransactionSeats seats = new TransactionSeats(partitions, metadata, settings, clock);
    Optional<Topic> existing = metadata.topics().find(InternalTopics.TRANSACTION_STATE);
    if (existing.isPresent()) {
      TransactionLog log = TransactionLog.open(existing.get(), partitions, clock);
      log.awaitDurable();
      seats.log = Optional.of(log);
    }
    seats.recover();
    return seats;
  }

  private void recover() {
    Map<String, TransactionState> logged = log.map(TransactionLog::all).orElse(Map.of());
    new TransactionRecovery(partitions, logged, clock)
        .settle()
        .forEach(
            (id, recovered) -> {
              TransactionState before = logged.get(id);
              TransactionSeat seat =
                  new TransactionSeat(id, log.orElseThrow(), Optional.of(before));
              seats.put(id, seat);
              seat.inTurn(
                  () -> {
                    recovered.stuck().ifPresent(seat::leaveStuck);
                    return recovered.state().equals(before) || seat.become(recovered.state());
                  });
            });
  }

  /** The seat of an id that somebody had. */
  Optional<TransactionSeat> find(String transactionalId) {
    return Optional.ofNullable(seats.get(transactionalId));
  }

  /** Whoever has had an id. */
  Collection<TransactionSeat> all() {
    return List.copyOf(seats.values());
  }

  /**
   * The seat of an id, made when there is none; the topic, too.
   *
   * @return exceptionally when there are too many, or the topic cannot be made
   */
  CompletionStage<TransactionSeat> ensure(String transactionalId) {
    TransactionSeat existing = seats.get(transactionalId);
    if (existing != null) {
      return CompletableFuture.completedStage(existing);
    }
    if (seats.size() >= MOST_IDS) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "there are " + MOST_IDS + " transactional ids; they expire when they are not used"));
    }
    return log()
        .thenApply(
            open ->
                seats.computeIfAbsent(
                    transactionalId, id -> new TransactionSeat(id, open, Optional.empty())));
  }

  /**
   * Acts on a seat in its turn, unless it was removed meanwhile.
   *
   * @return empty when nobody has the id
   */
  <T> Optional<T> inTurn(String transactionalId, Function<TransactionSeat, T> action) {
    return find(transactionalId)
        .flatMap(
            seat ->
                seat.inTurn(
                    () -> seat.isRemoved() ? Optional.empty() : Optional.of(action.apply(seat))));
  }

  /** Forgets an id that is not used. In turn of the seat. */
  void remove(TransactionSeat seat) {
    if (seat.remove()) {
      seats.remove(seat.transactionalId(), seat);
    }
  }

  private synchronized CompletionStage<TransactionLog> log() {
    if (log.isPresent()) {
      return CompletableFuture.completedStage(log.get());
    }
    return metadata
        .internalTopics()
        .ensure(InternalTopics.TRANSACTION_STATE, settings.transactionStateLogNumPartitions())
        .thenApply(this::opened);
  }

  private synchronized TransactionLog opened(Topic topic) {
    if (log.isEmpty()) {
      try {
        log = Optional.of(TransactionLog.open(topic, partitions, clock));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return log.get();
  }

  /** Writes the states down for the next start. After the last transaction. */
  @Override
  public synchronized void close() {
    log.ifPresent(TransactionLog::close);
  }
}
