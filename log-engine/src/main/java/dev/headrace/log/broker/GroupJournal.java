package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecordCodec;
import dev.headrace.log.group.StoredGroups;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
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
 * to. Guarded by the lock of its {@link GroupShard}, but for {@link #arrived}.
 */
final class GroupJournal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupJournal.class);

  private final StateLog log;
  private final InstantSource clock;
  private final StoredGroups stored = new StoredGroups();

  /** What is durable and not yet applied, in the order of the log. */
  private final Queue<List<GroupRecord>> arrived = new ConcurrentLinkedQueue<>();

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
  void replay(Supplier<List<GroupRecord>> current) throws IOException {
    log.replay(
        new ReplayedState() {
          @Override
          public void replay(StateRecord record) throws IOException {
            try {
              stored.apply(GroupRecordCodec.decode(record));
            } catch (IllegalArgumentException e) {
              throw new IOException(partition() + " holds " + e.getMessage(), e);
            }
          }

          @Override
          public List<StateRecord> records() {
            return encode(current.get());
          }
        });
  }

  private List<StateRecord> encode(List<GroupRecord> records) {
    long nowMillis = clock.millis();
    return records.stream().map(record -> GroupRecordCodec.encode(record, nowMillis)).toList();
  }

  TopicPartition partition() {
    return log.partition().topicPartition();
  }

  /** Appends records, all or none. Done when they are durable, with what went wrong. */
  CompletionStage<Optional<GroupError>> append(List<GroupRecord> records) {
    if (records.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return log.append(encode(records), () -> arrived(records))
        .handle(
            (_, failure) -> {
              if (failure == null) {
                return Optional.empty();
              }
              LOG.warn("groups could not be stored: {}", failure.getMessage());
              return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
            });
  }

  /** Records are durable. Any thread; waits for nobody, as the flushing thread must not. */
  void arrived(List<GroupRecord> records) {
    arrived.add(records);
  }

  /** Records of this log are about to be appended by others, and will arrive or not. */
  StateLog.Passage passage() {
    return log.passage(log.partition().endOffset());
  }

  /** Writes the groups down for the next start. Not under the lock of the shard. */
  @Override
  public void close() {
    log.close();
  }

  /** What the durable records come to. */
  StoredGroups stored() {
    for (List<GroupRecord> next = arrived.poll(); next != null; next = arrived.poll()) {
      next.forEach(stored::apply);
    }
    return stored;
  }
}
