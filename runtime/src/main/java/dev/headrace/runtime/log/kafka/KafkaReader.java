package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Fetched;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Reader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions through a consumer that belongs to no group. One thread, see {@link Reader};
 * while that waits for nothing, {@link IdleReaders} looks for data in its place, so that an idle
 * task needs no thread. The consumer is used under the lock.
 */
final class KafkaReader implements Reader {

  /** What has been asked for may be there in a moment: less would find nothing, ever. */
  private static final Duration LEAST_WAIT = Duration.ofMillis(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Isolation isolation;
  private final CommittedEnds ends;
  private final IdleReaders idle;
  private final PolledRecords records = new PolledRecords();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean woken = new AtomicBoolean();
  private Optional<Fetched.Gap> gap = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();
  private boolean isAssigned;
  private volatile Runnable listener = () -> {};

  KafkaReader(
      Map<String, Object> config,
      Admin admin,
      Isolation isolation,
      CommittedEnds ends,
      IdleReaders idle) {
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.admin = admin;
    this.isolation = isolation;
    this.ends = ends;
    this.idle = idle;
  }

  @Override
  public void assign(Map<TopicPartition, Long> from) {
    Map<TopicPartition, Range> ranges = ranges(from.keySet());
    locked(
        () -> {
          gap = Optional.empty();
          failure = Optional.empty();
          from.forEach(
              (partition, offset) -> {
                Range range = ranges.get(partition);
                if (offset < range.start() || offset > range.end()) {
                  gap = Optional.of(range.gap(partition, offset));
                }
              });
          records.reset(from);
          consumer.assign(from.keySet().stream().map(KafkaReader::toKafka).toList());
          from.forEach((partition, offset) -> consumer.seek(toKafka(partition), offset));
          isAssigned = !from.isEmpty();
          return isAssigned;
        });
  }

  @Override
  public Fetched read(int maxBytes, Duration wait) {
    idle.leave(this);
    Fetched fetched = locked(() -> readUnderLock(maxBytes, wait));
    if (fetched instanceof Fetched.Nothing) {
      idle.join(this);
    }
    return fetched;
  }

  private Fetched readUnderLock(int maxBytes, Duration wait) {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (gap.isPresent()) {
      return gap.get();
    }
    if (records.isEmpty() && isAssigned && !woken.getAndSet(false)) {
      poll(wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait);
    }
    if (gap.isPresent()) {
      return gap.get();
    }
    return records.isEmpty() ? new Fetched.Nothing() : new Fetched.Batches(records.take(maxBytes));
  }

  /** Under the lock. */
  private void poll(Duration wait) {
    try {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
      records.add(polled);
    } catch (WakeupException _) {
      woken.set(false);
    } catch (OffsetOutOfRangeException e) {
      e.offsetOutOfRangePartitions()
          .forEach(
              (kafkas, wanted) -> {
                TopicPartition partition = new TopicPartition(kafkas.topic(), kafkas.partition());
                gap = Optional.of(ranges(Set.of(partition)).get(partition).gap(partition, wanted));
              });
    } catch (RuntimeException e) {
      throw KafkaFailures.of("the log cannot be read", e);
    }
  }

  /**
   * Looks for data while nobody reads.
   *
   * @return whether a read finds something now; also a failure is something
   */
  boolean look() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      if (records.isEmpty() && gap.isEmpty() && failure.isEmpty() && isAssigned) {
        try {
          records.add(consumer.poll(Duration.ZERO));
        } catch (WakeupException _) {
          woken.set(true);
        } catch (OffsetOutOfRangeException _) {
          return true;
        } catch (RuntimeException e) {
          failure = Optional.of(KafkaFailures.of("the log cannot be read", e));
        }
      }
      return !records.isEmpty() || gap.isPresent() || failure.isPresent();
    } finally {
      lock.unlock();
    }
  }

  void callListener() {
    listener.run();
  }

  @Override
  public void onData(Runnable newListener) {
    listener = newListener;
    idle.join(this);
  }

  /** With what this process has committed, also when a marker of it is still to be written. */
  @Override
  public long end(TopicPartition partition) {
    long end = locked(() -> stableEnd(partition));
    long committed = ends.of(partition);
    if (committed <= end) {
      return end;
    }
    // There may be less when the topic was made anew.
    return Math.max(end, Math.min(committed, ranges(Set.of(partition)).get(partition).end()));
  }

  private long stableEnd(TopicPartition partition) {
    try {
      return consumer.endOffsets(List.of(toKafka(partition))).get(toKafka(partition));
    } catch (RuntimeException e) {
      throw KafkaFailures.of("the end of " + partition + " cannot be read", e);
    }
  }

  @Override
  public void wakeup() {
    woken.set(true);
    consumer.wakeup();
  }

  @Override
  public void close() {
    idle.leave(this);
    locked(
        () -> {
          isAssigned = false;
          consumer.close();
          return true;
        });
  }

  /** What there is of a partition, whatever the isolation. */
  private record Range(long start, long end) {
    Fetched.Gap gap(TopicPartition partition, long wanted) {
      return new Fetched.Gap(partition, wanted, start, end);
    }
  }

  private Map<TopicPartition, Range> ranges(Set<TopicPartition> partitions) {
    Map<org.apache.kafka.common.TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<org.apache.kafka.common.TopicPartition, OffsetSpec> last = new HashMap<>();
    for (TopicPartition partition : partitions) {
      first.put(toKafka(partition), OffsetSpec.earliest());
      last.put(toKafka(partition), OffsetSpec.latest());
    }
    try {
      var starts = KafkaTopics.get(admin.listOffsets(first).all());
      var ends = KafkaTopics.get(admin.listOffsets(last).all());
      Map<TopicPartition, Range> ranges = new HashMap<>();
      for (TopicPartition partition : partitions) {
        ranges.put(
            partition,
            new Range(
                starts.get(toKafka(partition)).offset(), ends.get(toKafka(partition)).offset()));
      }
      return ranges;
    } catch (ExecutionException e) {
      throw KafkaFailures.of("the offsets of " + partitions + " cannot be read", e);
    }
  }

  private static org.apache.kafka.common.TopicPartition toKafka(TopicPartition partition) {
    return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
  }

  private interface Step<T> {
    T take() throws LogException;
  }

  private <T> T locked(Step<T> step) {
    lock.lock();
    try {
      return step.take();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "KafkaReader[" + isolation + "]";
  }
}
