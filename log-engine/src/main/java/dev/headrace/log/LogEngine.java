package dev.headrace.log;

import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.GroupOffsets;
import dev.headrace.log.broker.ProducerIds;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.Partitions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/**
 * The log of this process. Thread-safe. Opening it recovers what its data directory holds, and
 * settles the transactions that the last process left open.
 */
public interface LogEngine extends AutoCloseable {

  /**
   * @throws IOException when the data directory is in use, of a newer format or cannot be read
   */
  static LogEngine open(EngineSettings settings) throws IOException {
    return open(
        settings,
        FilePartitions.open(settings.dataDirectory(), settings.storage()),
        InstantSource.system());
  }

  /**
   * Opens an engine on partitions that are open already, and takes them over; for tests on
   * simulated disks and clocks.
   *
   * @throws IOException when what they hold cannot be read
   */
  static LogEngine open(EngineSettings settings, Partitions partitions, InstantSource clock)
      throws IOException {
    return Engine.open(settings, partitions, clock);
  }

  /**
   * All that it has, as it is now: a start on these files is as one after a kill at this moment.
   * Nobody waits for longer than a moment; the caller closes it.
   *
   * @throws dev.headrace.log.storage.PartitionOfflineException when a partition is offline
   * @throws IOException when its files cannot be held
   */
  DataCut cut() throws IOException;

  BrokerSettings settings();

  Partitions partitions();

  Topics topics();

  TopicConfigs topicConfigs();

  /** The largest record batch, compressed, that a topic takes. */
  int largestBatchBytes(String topic);

  ProducerIds producerIds();

  GroupOffsets offsets();

  /**
   * Opens a writer: waits until its predecessor under the same id is fenced, and what that had
   * begun is committed or aborted.
   */
  TransactionalWriter writer(String transactionalId);

  /**
   * Serves Kafka clients on an address; port 0 takes a free one.
   *
   * @throws IOException when the address cannot be bound
   */
  Listener listen(InetSocketAddress address) throws IOException;

  /** Closes the listeners, ends what is on its way and flushes all partitions. */
  @Override
  void close() throws IOException;
}
