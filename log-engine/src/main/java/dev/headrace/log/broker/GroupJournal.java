package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecord.ConsumerTargetEpochStored;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecordCodec;
import dev.headrace.log.group.StoredGroups;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one partition of the offsets topic: on their way to the disk, and what they come
 * to. Guarded by its {@link ShardTurns}, but for {@link #end}.
 */
final class GroupJournal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupJournal.class);

  private final StateLog log;
  private final InstantSource clock;
  private final StoredGroups stored = new StoredGroups();

  /** What is durable and not yet applied, in the order of the log. */
  private final Queue<Arrival> arrived = new ConcurrentLinkedQueue<>();

  private sealed interface Arrival {

    /** Records outside of any transaction. */
    record Records(List<GroupRecord> records, long at, long notedMillis) implements Arrival {}

    /** The outcome of a producer's transaction. */
    record End(long producerId, Marker outcome) implements Arrival {}
  }

  GroupJournal(StateLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Brings back what the log holds.
   *
   * @param current what the records came to, later; asked for from any thread
   * @throws IOException when it cannot be read whole
   */
  void replay(Supplier<List<StoredGroups.Dated>> current) throws IOException {
    log.replay(
        new ReplayedState() {
          @Override
          public void replay(StateRecord record, long offset) throws IOException {
            GroupRecord decoded = decode(record);
            stored.apply(decoded, offset);
            GroupRecordCodec.notedMillis(record)
                .ifPresent(millis -> stored.note(decoded.group(), millis));
          }

          @Override
          public void replayPending(long producerId, StateRecord record, long offset)
              throws IOException {
            stored.pend(producerId, decode(record), offset);
          }

          @Override
          public void replayEnd(long producerId, Marker outcome) {
            stored.end(producerId, outcome);
          }

          @Override
          public List<StateRecord> records() {
            long nowMillis = clock.millis();
            return current.get().stream()
                .map(
                    dated ->
                        GroupRecordCodec.encode(
                            dated.record(), dated.notedMillis().orElse(nowMillis)))
                .toList();
          }
        });
  }

  private GroupRecord decode(StateRecord record) throws IOException {
    try {
      return GroupRecordCodec.decode(record);
    } catch (IllegalArgumentException e) {
      throw new IOException(partition() + " holds " + e.getMessage(), e);
    }
  }

  private static List<StateRecord> encode(List<GroupRecord> records, long nowMillis) {
    return records.stream().map(record -> GroupRecordCodec.encode(record, nowMillis)).toList();
  }

  TopicPartition partition() {
    return log.partition().topicPartition();
  }

  CompletionStage<Void> durable(long endOffset) {
    return log.partition().durable(endOffset);
  }

  /** Appends records, all or none. Done when they are durable, with what went wrong. */
  CompletionStage<Optional<GroupError>> append(List<GroupRecord> records) {
    if (records.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    long nowMillis = clock.millis();
    return log.append(
            encode(records, nowMillis),
            at -> arrived.add(new Arrival.Records(records, at, nowMillis)))
        .handle(
            (_, failure) -> {
              if (failure == null) {
                return Optional.empty();
              }
              LOG.warn("groups could not be stored: {}", failure.getMessage());
              return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
            });
  }

  /** Appends records as a part of a producer's transaction, all or none. */
  Append appendTentatively(List<GroupRecord> records, ProducerEpoch producer) {
    Append append = log.appendTentatively(encode(records, clock.millis()), producer);
    if (append instanceof Append.Written written) {
      StoredGroups current = stored();
      records.forEach(record -> current.pend(producer.producerId(), record, written.baseOffset()));
    }
    return append;
  }

  /** The outcome of a transaction is durable. Any thread; waits for nobody. */
  void end(long producerId, Marker outcome) {
    arrived.add(new Arrival.End(producerId, outcome));
    log.ended(producerId);
  }

  /** Writes the groups down for the next start. Not under the lock of the shard. */
  @Override
  public void close() {
    log.close();
  }

  private void apply(GroupRecord record, long at, long notedMillis) {
    stored.apply(record, at);
    switch (record) {
      case GroupStored(String group, _) -> stored.note(group, notedMillis);
      case ConsumerTargetEpochStored(String group, _) -> stored.note(group, notedMillis);
      default -> {}
    }
  }

  /** What the durable records come to. */
  StoredGroups stored() {
    for (Arrival next = arrived.poll(); next != null; next = arrived.poll()) {
      switch (next) {
        case Arrival.Records(List<GroupRecord> records, long at, long notedMillis) ->
            records.forEach(record -> apply(record, at, notedMillis));
        case Arrival.End(long producerId, Marker outcome) -> stored.end(producerId, outcome);
      }
    }
    return stored;
  }
}
