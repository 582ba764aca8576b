package dev.headrace.log.broker;

import dev.headrace.log.group.GroupLimits;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.storage.StorageSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** What of a node has to do with transactions: no listener, and any partitions that one likes. */
final class TransactionNode implements AutoCloseable {

  static final String TOPIC = "numbers";
  static final String GROUP = "sink";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);

  final Partitions partitions;
  final GroupCoordinator groups;
  final Transactions transactions;
  private final Metadata metadata;
  private final TransactionSeats seats;

  TransactionNode(Partitions partitions) throws IOException {
    this(
        partitions,
        TransactionEnvironment.real(TransactionSettings.defaults(), InstantSource.system()));
  }

  TransactionNode(Partitions partitions, TransactionEnvironment environment) throws IOException {
    this.partitions = partitions;
    BrokerSettings settings = BrokerSettings.defaults();
    PartitionSettings topics = StorageSettings.defaults().topics();
    InstantSource clock = environment.clock();
    metadata = Metadata.open(partitions, settings, topics, List.of(), clock);
    seats = TransactionSeats.open(partitions, metadata, settings, clock);
    groups =
        GroupCoordinator.open(
            partitions,
            metadata.topics(),
            metadata.internalTopics(),
            1,
            GroupEnvironment.real(GroupLimits.DEFAULTS, clock));
    transactions =
        new Transactions(
            seats, partitions, metadata.producerIds(), groups.transactionalOffsets(), environment);
  }

  /** A topic of two partitions, if it can be made and is not there. */
  boolean createTopic() throws Exception {
    return metadata.topics().find(TOPIC).isPresent()
        || metadata
                .topics()
                .create(NewTopic.of(TOPIC, 2))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
            instanceof Topics.Creation.Created;
  }

  PartitionLog partition(int number) {
    return partitions.find(new TopicPartition(TOPIC, number)).orElseThrow();
  }

  /** The numbers that a reader of committed records sees. */
  List<Integer> committed(int partition) throws IOException {
    PartitionReader reader = new PartitionReader(partition(partition), Isolation.READ_COMMITTED);
    RecordCursor cursor = new RecordCursor();
    List<Integer> numbers = new ArrayList<>();
    long next = partition(partition).startOffset();
    while (reader.read(next, 1 << 20, ByteBuffer::allocate)
            instanceof PartitionReader.Chunk.Batches(List<RecordBatch> batches, long after)
        && after > next) {
      for (RecordBatch batch : batches) {
        cursor.open(batch);
        while (cursor.next()) {
          numbers.add(
              Integer.valueOf(new String(cursor.value().toArray(), StandardCharsets.UTF_8)));
        }
      }
      next = after;
    }
    return numbers;
  }

  /** What the group has committed for the first partition. */
  OptionalInt committedOffset() {
    CommittedOffset offset = groups.committed(GROUP).get(FIRST);
    return offset == null ? OptionalInt.empty() : OptionalInt.of((int) offset.offset());
  }

  /** Whether all has its outcome, everywhere. */
  boolean isSettled() {
    return partitions.all().stream()
        .allMatch(
            it -> it.openTransactions().isEmpty() && it.lastStableOffset() == it.highWatermark());
  }

  @Override
  public void close() throws IOException {
    transactions.close();
    groups.close();
    seats.close();
    metadata.close();
    partitions.close();
  }
}
