package dev.headrace.log.transaction;

import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.nio.BufferUnderflowException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The records of {@code __transaction_state} as Kafka writes them: TransactionLogKey version 0 and
 * TransactionLogValue version 1. Values of version 0 are read, too: only writers inside the process
 * have left any.
 *
 * @see <a
 *     href="https://github.com/apache/kafka/tree/4.3/transaction-coordinator/src/main/resources/common/message">
 *     Kafka: TransactionLogKey.json, TransactionLogValue.json</a>
 */
public final class TransactionRecords {

  private static final short KEY_VERSION = 0;
  private static final short VALUE_VERSION = 1;
  private static final long NONE = -1;

  private TransactionRecords() {}

  /**
   * A transactional id and its state.
   *
   * @param state empty when the id is forgotten
   */
  public record Entry(String transactionalId, Optional<TransactionState> state) {}

  public static StateRecord encode(String transactionalId, TransactionState state) {
    return StateRecord.of(key(transactionalId), value(state));
  }

  /** The record that the id is forgotten. */
  public static StateRecord tombstone(String transactionalId) {
    return StateRecord.tombstone(key(transactionalId));
  }

  private static byte[] key(String transactionalId) {
    return new FieldWriter().int16(KEY_VERSION).string(transactionalId).toByteArray();
  }

  /**
   * Reads a record back.
   *
   * @throws IllegalArgumentException when it is of another version, or damaged
   */
  public static Entry decode(StateRecord record) {
    try {
      FieldReader key = new FieldReader(record.key());
      requireVersion("key", key.int16(), KEY_VERSION);
      return new Entry(key.string(), record.value().map(TransactionRecords::state));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a transaction's record ends early", e);
    }
  }

  private static byte[] value(TransactionState state) {
    Owner owner = state.owner();
    FieldWriter fields =
        new FieldWriter()
            .int16(VALUE_VERSION)
            .int64(owner.producer().producerId())
            .int16(owner.producer().epoch())
            .int32(owner.timeoutMillis())
            .int8(status(state));
    partitions(state)
        .ifPresentOrElse(it -> writePartitions(fields, it), () -> fields.unsignedVarint(0));
    fields.int64(state.updatedMillis()).int64(state.startedMillis());
    tags(state).write(fields);
    return fields.toByteArray();
  }

  private static TransactionState state(byte[] value) {
    FieldReader fields = new FieldReader(value);
    short version = fields.int16();
    requireVersion("value", version, VALUE_VERSION);
    boolean isFlexible = version > 0;
    ProducerEpoch producer = new ProducerEpoch(fields.int64(), fields.int16());
    int timeoutMillis = fields.int32();
    byte status = fields.int8();
    Set<TopicPartition> partitions = readPartitions(fields, isFlexible);
    long updated = fields.int64();
    long started = fields.int64();
    TransactionTags tags = isFlexible ? TransactionTags.read(fields) : TransactionTags.NONE;
    TransactionVersion said = TransactionVersion.ofLevel(tags.transactionVersion());
    Owner owner =
        new Owner(
            producer,
            status == 0 || status == 1 ? Optional.empty() : former(producer, tags, said),
            isFlexible ? timeoutMillis : Owner.IN_PROCESS);
    OptionalLong next =
        tags.nextProducerId() == NONE
            ? OptionalLong.empty()
            : OptionalLong.of(tags.nextProducerId());
    return switch (status) {
      case 0 -> new Empty(owner, updated);
      case 1 -> new Ongoing(owner, said, partitions, started, updated);
      case 2 -> new Prepared(Marker.COMMIT, owner, said, next, partitions, started, updated);
      case 3 -> new Prepared(Marker.ABORT, owner, said, next, partitions, started, updated);
      case 4 -> new Completed(Marker.COMMIT, owner, said, started, updated);
      case 5 -> new Completed(Marker.ABORT, owner, said, started, updated);
      default -> throw new IllegalArgumentException("unknown transaction status " + status);
    };
  }

  /** The epoch before the present one is not written down, but can be told where it was raised. */
  private static Optional<ProducerEpoch> former(
      ProducerEpoch producer, TransactionTags tags, TransactionVersion said) {
    if (said != TransactionVersion.V2) {
      return Optional.empty();
    }
    if (producer.epoch() > 0) {
      return Optional.of(new ProducerEpoch(producer.producerId(), (short) (producer.epoch() - 1)));
    }
    return tags.previousProducerId() == NONE || tags.previousProducerId() == producer.producerId()
        ? Optional.empty()
        : Optional.of(new ProducerEpoch(tags.previousProducerId(), ProducerEpoch.LAST));
  }

  private static byte status(TransactionState state) {
    return switch (state) {
      case Empty _ -> 0;
      case Ongoing _ -> 1;
      case Prepared prepared -> (byte) (prepared.outcome() == Marker.COMMIT ? 2 : 3);
      case Completed completed -> (byte) (completed.outcome() == Marker.COMMIT ? 4 : 5);
      case Ending _ -> throw notLogged(state);
    };
  }

  /** Absent, not empty, for a state that has none, as Kafka does it for Empty. */
  private static Optional<Set<TopicPartition>> partitions(TransactionState state) {
    return switch (state) {
      case Empty _ -> Optional.empty();
      case Ongoing ongoing -> Optional.of(ongoing.partitions());
      case Prepared prepared -> Optional.of(prepared.partitions());
      case Completed _ -> Optional.of(Set.of());
      case Ending _ -> throw notLogged(state);
    };
  }

  private static TransactionTags tags(TransactionState state) {
    long previous = state.owner().former().map(ProducerEpoch::producerId).orElse(NONE);
    return switch (state) {
      case Empty _ -> new TransactionTags(previous, NONE, TransactionVersion.V0.level());
      case Ongoing ongoing -> new TransactionTags(previous, NONE, ongoing.version().level());
      case Prepared prepared ->
          new TransactionTags(
              previous, prepared.nextProducerId().orElse(NONE), prepared.version().level());
      case Completed completed -> new TransactionTags(previous, NONE, completed.version().level());
      case Ending _ -> throw notLogged(state);
    };
  }

  private static IllegalArgumentException notLogged(TransactionState state) {
    return new IllegalArgumentException(state + " is not written down");
  }

  private static void writePartitions(FieldWriter fields, Set<TopicPartition> partitions) {
    Map<String, List<Integer>> byTopic =
        partitions.stream()
            .collect(
                Collectors.groupingBy(
                    TopicPartition::topic,
                    TreeMap::new,
                    Collectors.mapping(TopicPartition::partition, Collectors.toList())));
    fields.unsignedVarint(byTopic.size() + 1);
    byTopic.forEach(
        (topic, numbers) -> {
          fields.compactString(topic).unsignedVarint(numbers.size() + 1);
          numbers.stream().sorted().forEach(fields::int32);
          fields.unsignedVarint(0);
        });
  }

  private static Set<TopicPartition> readPartitions(FieldReader fields, boolean isFlexible) {
    Set<TopicPartition> partitions = new HashSet<>();
    int topics = isFlexible ? fields.unsignedVarint() - 1 : fields.int32();
    for (int i = 0; i < topics; i++) {
      String topic = isFlexible ? fields.compactString() : fields.string();
      int count = isFlexible ? fields.unsignedVarint() - 1 : fields.int32();
      for (int j = 0; j < count; j++) {
        partitions.add(new TopicPartition(topic, fields.int32()));
      }
      if (isFlexible) {
        fields.skipTags();
      }
    }
    return partitions;
  }

  private static void requireVersion(String part, short version, short newest) {
    if (version < 0 || version > newest) {
      throw new IllegalArgumentException(
          "a transaction's " + part + " has version " + version + ", known is " + newest);
    }
  }
}
