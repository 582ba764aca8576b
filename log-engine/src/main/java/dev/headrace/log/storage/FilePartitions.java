package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that lie in the folders of a data directory. Thread-safe. */
public final class FilePartitions implements Partitions {

  private static final Logger LOG = LoggerFactory.getLogger(FilePartitions.class);
  private static final long CLOSE_SECONDS = 30;

  private final Path path;
  private final DataDirectory directory;
  private final Checkpoints checkpoints;
  private final Retainer retainer;
  private final Compactor compactor;
  private final DiskWatch space;
  private final Surroundings around;
  private final Map<TopicPartition, StoredLog> partitions = new ConcurrentHashMap<>();
  private final Object changing = new Object();
  private final AtomicBoolean closed = new AtomicBoolean();

  private FilePartitions(
      Path path,
      DataDirectory directory,
      StorageSettings settings,
      Disk disk,
      RoomReserve reserve,
      InstantSource time) {
    this.path = path;
    this.directory = directory;
    this.checkpoints = new Checkpoints(disk, path, time, partitions::values);
    this.space = new DiskWatch(disk, path, settings.budget(), reserve, partitions::values);
    this.retainer =
        new Retainer(
            partitions::values,
            checkpoints,
            space,
            time,
            settings.cleaning().retentionCheckMillis());
    this.compactor = new Compactor(partitions::values, checkpoints, time, settings.cleaning());
    this.around =
        new Surroundings(
            disk,
            settings,
            time,
            new Flusher(),
            space,
            directory.leaderEpoch(),
            new FileRemovals(),
            checkpoints::writeIfDue);
  }

  /** As the other, on the disk and by the clock of this machine. */
  public static FilePartitions open(Path dataDirectory, StorageSettings settings)
      throws IOException {
    return open(dataDirectory, settings, new FileDisk(), InstantSource.system());
  }

  /**
   * Takes the data directory, which is made when it is missing, and loads or recovers every
   * partition. A damaged partition is there, but offline.
   *
   * @throws DataDirectoryException when the directory cannot be used
   */
  public static FilePartitions open(
      Path dataDirectory, StorageSettings settings, Disk disk, InstantSource time)
      throws IOException {
    RoomReserve reserve = new RoomReserve(disk, dataDirectory);
    DataDirectory directory =
        DataDirectory.open(dataDirectory, disk, reserve, settings.leastUsableBytes());
    try {
      FilePartitions partitions =
          new FilePartitions(dataDirectory, directory, settings, disk, reserve, time);
      try {
        return DirectoryClaim.explaining(dataDirectory, partitions::load);
      } catch (IOException | RuntimeException e) {
        partitions.retainer.close();
        partitions.compactor.close();
        partitions.space.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private FilePartitions load() throws IOException {
    long startNanos = System.nanoTime();
    DataCut.deleteLeftover(around.disk(), path);
    Map<TopicPartition, Long> points = checkpoints.readRecoveryPoints();
    Map<TopicPartition, Long> starts = checkpoints.readStartOffsets();
    for (Path folder : around.disk().list(path)) {
      Optional<PartitionFolder> named = PartitionFolder.at(folder);
      if (named.isEmpty()) {
        continue;
      }
      if (named.get().isLeftover()) {
        deleteFolder(folder);
        continue;
      }
      TopicPartition partition = named.get().partition();
      Optional<UUID> topicId = PartitionMetadata.read(around.disk(), folder);
      if (topicId.isEmpty()) {
        LOG.error("{} is left alone: its partition.metadata is missing or damaged", folder);
        continue;
      }
      OptionalLong recoveryPoint =
          points.containsKey(partition)
              ? OptionalLong.of(points.get(partition))
              : OptionalLong.empty();
      partitions.put(
          partition,
          load(
              partition, topicId.get(), folder, recoveryPoint, starts.getOrDefault(partition, 0L)));
    }
    if (!directory.wasStoppedCleanly()) {
      LOG.info(
          "recovered {} partitions after an unclean stop in {} ms, leader epoch {}",
          partitions.size(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
          directory.leaderEpoch());
    }
    space.withReserve(this::noteRecoveryPoints);
    space.begin();
    compactor.begin(checkpoints.readFirstDirty());
    return this;
  }

  /** Trusts the files only when it is known where the log ended. */
  private StoredLog load(
      TopicPartition partition,
      UUID topicId,
      Path folder,
      OptionalLong recoveryPoint,
      long notedStart) {
    LogLoader loader =
        new LogLoader(around.disk(), folder, around.settings(), around.time().millis(), notedStart);
    try {
      LogState state =
          directory.wasStoppedCleanly() && recoveryPoint.isPresent()
              ? loader.loadClean(recoveryPoint.getAsLong())
              : loader.recover(recoveryPoint);
      return new SegmentedLog(partition, topicId, folder, state, around);
    } catch (DamagedPartitionException
        | IOException
        | CorruptBatchException
        | ArithmeticException e) {
      LOG.error("{} is offline: {}", partition, e.getMessage());
      return new DamagedLog(
          partition,
          topicId,
          notedStart,
          recoveryPoint.orElse(notedStart),
          directory.leaderEpoch(),
          String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<PartitionLog> find(TopicPartition partition) {
    return Optional.ofNullable(partitions.get(partition));
  }

  @Override
  public Collection<PartitionLog> all() {
    return List.copyOf(partitions.values());
  }

  @Override
  public PartitionLog create(TopicPartition partition, UUID topicId) throws IOException {
    synchronized (changing) {
      StoredLog existing = partitions.get(partition);
      if (existing != null && existing.topicId().equals(topicId)) {
        return existing;
      }
      if (existing != null) {
        throw new IOException(
            partition + " is there already, for the topic id " + existing.topicId());
      }
      Disk disk = around.disk();
      Path folder = PartitionFolder.pathOf(path, partition);
      Path unfinished = PartitionFolder.unfinished(folder, topicId);
      deleteFolder(unfinished);
      disk.createDirectory(unfinished);
      disk.replace(PartitionMetadata.fileIn(unfinished), PartitionMetadata.encode(topicId));
      disk.rename(unfinished, folder);
      disk.forceDirectory(path);
      LogState empty =
          new LogLoader(disk, folder, around.settings(), around.time().millis(), 0).empty();
      SegmentedLog log = new SegmentedLog(partition, topicId, folder, empty, around);
      partitions.put(partition, log);
      return log;
    }
  }

  @Override
  public void configure(TopicPartition partition, PartitionSettings settings) {
    Optional.ofNullable(partitions.get(partition)).ifPresent(log -> log.configure(settings));
    if (space.isTight()) {
      retainer.soon();
    }
  }

  @Override
  public void delete(TopicPartition partition) throws IOException {
    around
        .removals()
        .remove(
            () -> {
              deleteNow(partition);
              return partition;
            });
  }

  private void deleteNow(TopicPartition partition) throws IOException {
    synchronized (changing) {
      StoredLog log = partitions.remove(partition);
      if (log == null) {
        return;
      }
      compactor.forget(partition);
      boolean wasCut = log.hasRecordsBelowStart();
      log.abandon("the topic was deleted");
      space.withReserve(() -> noteDeletion(wasCut));
      Path folder = PartitionFolder.pathOf(path, partition);
      Path leftover = PartitionFolder.deleted(folder, log.topicId());
      around.disk().rename(folder, leftover);
      around.disk().forceDirectory(path);
      deleteFolder(leftover);
    }
  }

  private boolean noteRecoveryPoints() throws IOException {
    checkpoints.writeRecoveryPoints();
    return true;
  }

  /** Else a partition of the same name would be taken for one that has lost its records. */
  private boolean noteDeletion(boolean wasCut) throws IOException {
    checkpoints.writeRecoveryPoints();
    if (wasCut) {
      checkpoints.writeStartOffsets();
    }
    return true;
  }

  private void deleteFolder(Path folder) throws IOException {
    if (around.disk().exists(folder)) {
      for (Path file : around.disk().list(folder)) {
        around.disk().delete(file);
      }
      around.disk().delete(folder);
    }
  }

  @Override
  public CompletionStage<RecordDeletion> deleteRecords(TopicPartition partition, long before) {
    StoredLog log = partitions.get(partition);
    return log == null
        ? CompletableFuture.completedStage(
            new RecordDeletion.Unavailable(partition + " does not exist"))
        : retainer.delete(log, before);
  }

  @Override
  public void watch(RetentionReaders readers) {
    retainer.watch(readers);
  }

  @Override
  public DiskRoom room() {
    return space.room();
  }

  @Override
  public boolean useReserve() {
    return space.useReserve();
  }

  /** Looks how much room there is, as happens from time to time by itself. */
  DiskRoom lookForRoom() {
    return space.look();
  }

  @Override
  public DataCut cut() throws IOException {
    return around
        .removals()
        .whileAllStay(() -> DataCut.of(around.disk(), path, directory.leaderEpoch(), cutOfAll()));
  }

  /**
   * Holds all partitions at once, for as long as it takes to look at them: so what one of them says
   * of another, such as a committed offset of a record, is true in the cut too.
   */
  private List<PartitionCut> cutOfAll() {
    synchronized (changing) {
      List<SegmentedLog> held = new ArrayList<>();
      try {
        for (StoredLog log : partitions.values()) {
          switch (log) {
            case SegmentedLog sound -> {
              sound.hold();
              held.add(sound);
            }
            case DamagedLog damaged -> throw offline(damaged);
          }
        }
        for (SegmentedLog log : held) {
          if (log.offlineReason().isPresent()) {
            throw offline(log);
          }
        }
        return held.stream().map(SegmentedLog::cut).toList();
      } finally {
        held.forEach(SegmentedLog::letGo);
      }
    }
  }

  private static PartitionOfflineException offline(StoredLog log) {
    return new PartitionOfflineException(log.topicPartition(), log.offlineReason().orElse(""));
  }

  /** Compacts what is due, as happens from time to time by itself. */
  void compact() {
    compactor.compactAll();
  }

  /** Takes away what need not be kept, as happens from time to time by itself. */
  void retain() {
    retainer.retain();
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (directory) {
      compactor.close();
      retainer.close();
      boolean isClean = awaitFlushes();
      space.close();
      around.flusher().close();
      synchronized (changing) {
        for (StoredLog log : partitions.values()) {
          isClean &= close(log);
        }
      }
      boolean isCleanAsAWhole = isClean;
      space.withReserve(() -> noteStop(isCleanAsAWhole));
    }
  }

  /** One that cannot be closed in order keeps no other from it. */
  private boolean close(StoredLog log) {
    try {
      return space.withReserve(log::close);
    } catch (IOException e) {
      LOG.error("{} could not be closed: {}", log.topicPartition(), e.toString());
      return false;
    }
  }

  private boolean noteStop(boolean isClean) throws IOException {
    checkpoints.writeRecoveryPoints();
    if (isClean) {
      directory.noteCleanStop();
    } else {
      LOG.warn("{} was not stopped cleanly: the next start checks its partitions", path);
    }
    return isClean;
  }

  private boolean awaitFlushes() {
    List<CompletableFuture<Void>> flushes = new ArrayList<>();
    for (StoredLog log : partitions.values()) {
      flushes.add(log.stop().toCompletableFuture());
    }
    try {
      CompletableFuture.allOf(flushes.toArray(CompletableFuture[]::new))
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("not all could be flushed: {}", e.toString());
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
