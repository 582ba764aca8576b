package dev.headrace.log.transaction;

import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.TransactionState.CompleteAbort;
import dev.headrace.log.transaction.TransactionState.CompleteCommit;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.PrepareAbort;
import dev.headrace.log.transaction.TransactionState.PrepareCommit;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The records of {@code __transaction_state} as Kafka writes them: TransactionLogKey version 0 and
 * TransactionLogValue version 0.
 *
 * @see <a
 *     href="https://github.com/apache/kafka/tree/4.3/transaction-coordinator/src/main/resources/common/message">
 *     Kafka: TransactionLogKey.json, TransactionLogValue.json</a>
 */
public final class TransactionRecords {

  private static final short VERSION = 0;

  /** Bytes of a value without partitions. */
  private static final int FIXED_BYTES = 37;

  private static final long NO_TIME = -1;

  /** In-process writers have no timeout; Kafka's default stands in its place. */
  private static final int TIMEOUT_MILLIS = 60_000;

  private TransactionRecords() {}

  /** A transactional id and its state. */
  public record Entry(String transactionalId, TransactionState state) {}

  public static StateRecord encode(String transactionalId, TransactionState state) {
    byte[] id = transactionalId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(Short.BYTES + Short.BYTES + id.length);
    key.putShort(VERSION).putShort((short) id.length).put(id);
    return StateRecord.of(key.array(), value(state));
  }

  /**
   * Reads a record back; empty for a tombstone.
   *
   * @throws IllegalArgumentException when it is of another version, or damaged
   */
  public static Optional<Entry> decode(StateRecord record) {
    try {
      ByteBuffer key = ByteBuffer.wrap(record.key());
      requireVersion("key", key.getShort());
      String transactionalId = string(key);
      return record.value().map(value -> new Entry(transactionalId, state(ByteBuffer.wrap(value))));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a transaction's record ends early", e);
    }
  }

  private static byte[] value(TransactionState state) {
    Optional<Map<String, List<Integer>>> partitions =
        partitions(state).map(TransactionRecords::byTopic);
    ByteBuffer value =
        ByteBuffer.allocate(FIXED_BYTES + partitions.map(TransactionRecords::bytes).orElse(0));
    value.putShort(VERSION);
    value.putLong(state.producer().producerId());
    value.putShort(state.producer().epoch());
    value.putInt(TIMEOUT_MILLIS);
    value.put(status(state));
    partitions.ifPresentOrElse(it -> put(value, it), () -> value.putInt(-1));
    value.putLong(state.updatedMillis());
    value.putLong(startedMillis(state));
    return value.array();
  }

  private static TransactionState state(ByteBuffer value) {
    requireVersion("value", value.getShort());
    ProducerEpoch producer = new ProducerEpoch(value.getLong(), value.getShort());
    int _ = value.getInt();
    byte status = value.get();
    Set<TopicPartition> partitions = partitions(value);
    long updated = value.getLong();
    long started = value.getLong();
    return switch (status) {
      case 0 -> new Empty(producer, updated);
      case 1 -> new Ongoing(producer, partitions, started, updated);
      case 2 -> new PrepareCommit(producer, partitions, started, updated);
      case 3 -> new PrepareAbort(producer, partitions, started, updated);
      case 4 -> new CompleteCommit(producer, started, updated);
      case 5 -> new CompleteAbort(producer, started, updated);
      default -> throw new IllegalArgumentException("unknown transaction status " + status);
    };
  }

  private static byte status(TransactionState state) {
    return switch (state) {
      case Empty _ -> 0;
      case Ongoing _ -> 1;
      case PrepareCommit _ -> 2;
      case PrepareAbort _ -> 3;
      case CompleteCommit _ -> 4;
      case CompleteAbort _ -> 5;
    };
  }

  /** Absent, not empty, for a state that has none, as Kafka does it for Empty. */
  private static Optional<Set<TopicPartition>> partitions(TransactionState state) {
    return switch (state) {
      case Empty _ -> Optional.empty();
      case Ongoing ongoing -> Optional.of(ongoing.partitions());
      case PrepareCommit prepared -> Optional.of(prepared.partitions());
      case PrepareAbort prepared -> Optional.of(prepared.partitions());
      case CompleteCommit _, CompleteAbort _ -> Optional.of(Set.of());
    };
  }

  private static long startedMillis(TransactionState state) {
    return switch (state) {
      case Empty _ -> NO_TIME;
      case Ongoing ongoing -> ongoing.startedMillis();
      case PrepareCommit prepared -> prepared.startedMillis();
      case PrepareAbort prepared -> prepared.startedMillis();
      case CompleteCommit complete -> complete.startedMillis();
      case CompleteAbort complete -> complete.startedMillis();
    };
  }

  private static Map<String, List<Integer>> byTopic(Set<TopicPartition> partitions) {
    return partitions.stream()
        .collect(
            Collectors.groupingBy(
                TopicPartition::topic,
                TreeMap::new,
                Collectors.mapping(TopicPartition::partition, Collectors.toList())));
  }

  private static int bytes(Map<String, List<Integer>> byTopic) {
    return byTopic.entrySet().stream()
        .mapToInt(
            it ->
                Short.BYTES
                    + it.getKey().getBytes(StandardCharsets.UTF_8).length
                    + Integer.BYTES
                    + it.getValue().size() * Integer.BYTES)
        .sum();
  }

  private static void put(ByteBuffer value, Map<String, List<Integer>> byTopic) {
    value.putInt(byTopic.size());
    byTopic.forEach(
        (topic, partitions) -> {
          byte[] name = topic.getBytes(StandardCharsets.UTF_8);
          value.putShort((short) name.length).put(name);
          value.putInt(partitions.size());
          partitions.stream().sorted().forEach(value::putInt);
        });
  }

  private static Set<TopicPartition> partitions(ByteBuffer value) {
    Set<TopicPartition> partitions = new HashSet<>();
    int topics = value.getInt();
    for (int i = 0; i < topics; i++) {
      String topic = string(value);
      int count = value.getInt();
      for (int j = 0; j < count; j++) {
        partitions.add(new TopicPartition(topic, value.getInt()));
      }
    }
    return partitions;
  }

  private static String string(ByteBuffer from) {
    short length = from.getShort();
    if (length < 0) {
      throw new IllegalArgumentException("a transaction's record lacks a name");
    }
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void requireVersion(String part, short version) {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a transaction's " + part + " has version " + version + ", known is " + VERSION);
    }
  }
}
