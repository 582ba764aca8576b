package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The partitions of a data directory. Thread-safe. Opening it takes the directory's lock, checks
 * its format version and recovers every partition; closing it flushes all and notes the clean stop.
 */
public interface Partitions extends AutoCloseable {

  Optional<PartitionLog> find(TopicPartition partition);

  Collection<PartitionLog> all();

  /** Makes a partition, durably (the folder included); the existing one when the id is the same. */
  PartitionLog create(TopicPartition partition, UUID topicId) throws IOException;

  /**
   * Goes on with other settings than the defaults, at once. A partition that was never configured
   * keeps all it has: nobody knows what its topic wants.
   */
  void configure(TopicPartition partition, PartitionSettings settings);

  /**
   * Deletes the records below an offset: readers find nothing there at once; done when that is so
   * for ever. Files go when no record of theirs is left.
   *
   * @param before at most the high watermark
   */
  CompletionStage<RecordDeletion> deleteRecords(TopicPartition partition, long before);

  /**
   * Retention heeds these readers from now on, in place of others. Until this is called it looks
   * only from time to time, not at once when a topic is configured on a disk without room.
   */
  void watch(RetentionReaders readers);

  /** How much room the data directory has, as of the last look. Cheap. */
  DiskRoom room();

  /**
   * Gives up the room that is kept for what makes room, when there is none left on the disk: for
   * the settings of topics, by which less may be kept. Records of clients are refused until there
   * is room again.
   *
   * @return whether a write that has failed may succeed now
   */
  boolean useReserve();

  /**
   * All partitions as they are now, at one moment, written and not only what readers see. Appends
   * wait for as long as it takes to look at each partition.
   *
   * @throws PartitionOfflineException when one of them is
   * @throws IOException when their files cannot be held
   */
  DataCut cut() throws IOException;

  /** Takes the partition out of use at once and deletes its files. */
  void delete(TopicPartition partition) throws IOException;

  @Override
  void close() throws IOException;
}
