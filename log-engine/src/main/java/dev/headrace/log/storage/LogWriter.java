package dev.headrace.log.storage;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.ActiveProducer;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a partition: what is checked before a batch and kept after it. Every call is under the
 * partition's lock.
 */
final class LogWriter {

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  private final TopicPartition topicPartition;
  private final Path folder;
  private final Surroundings around;
  private final ProducerStates producers;
  private final Transactions transactions;
  private final Set<Segment> toForce = new LinkedHashSet<>();
  private boolean folderToForce;
  private boolean wasWritten;
  private PartitionSettings settings;
  private LogView view;
  private long activeSinceMillis;
  private boolean isActiveOfFormerProcess;
  private boolean isBeingCompacted;
  private long appendedBytes;
  private boolean isFailureTold;

  LogWriter(TopicPartition topicPartition, Path folder, LogState state, Surroundings around) {
    this.topicPartition = topicPartition;
    this.folder = folder;
    this.around = around;
    this.producers = state.producers();
    this.transactions = state.transactions();
    this.settings = around.settings().settingsOf(topicPartition.topic());
    this.view =
        new LogView(
            state.startOffset(),
            state.segments(),
            state.end(),
            state.end(),
            transactions.lastStable(state.end()));
    this.folderToForce = state.end().offset() == 0;
    this.activeSinceMillis = around.time().millis();
    this.isActiveOfFormerProcess = state.end().position() > 0;
  }

  /** What was written and what of it may be seen. */
  LogView view() {
    return view;
  }

  /** Bytes written since the partition was opened. */
  long appendedBytes() {
    return appendedBytes;
  }

  void configure(PartitionSettings newSettings) {
    settings = newSettings;
  }

  /** What became of an append, and whether memory still agrees with the disk. */
  record Written(Append outcome, Optional<String> fatal) {

    static Written of(Append outcome) {
      return new Written(outcome, Optional.empty());
    }

    static Written refused(Refusal why, String message) {
      return of(new Append.Refused(why, message));
    }
  }

  /** Appends batches that are sound in themselves. */
  Written append(ByteBuffer bytes, List<RecordBatch> batches) {
    ProducerStates.Verdict verdict = producers.check(batches);
    boolean isThereAlready = verdict instanceof ProducerStates.Verdict.Repeated;
    if (!isThereAlready && around.space().refuses(topicPartition.topic())) {
      return Written.refused(
          Refusal.NO_ROOM, topicPartition + " takes no records: " + around.space().words());
    }
    return switch (verdict) {
      case ProducerStates.Verdict.Wrong(Refusal why, String message) ->
          Written.refused(why, topicPartition + ": " + message);
      case ProducerStates.Verdict.Repeated(long baseOffset, long endOffset) ->
          Written.of(new Append.Duplicate(baseOffset, endOffset));
      case ProducerStates.Verdict.Next _ -> {
        for (RecordBatch batch : batches) {
          if (!batch.isTransactional() && transactions.isOngoing(batch.producerId())) {
            yield Written.refused(
                Refusal.INVALID_TRANSACTION_STATE,
                topicPartition
                    + ": producer "
                    + batch.producerId()
                    + " has an open transaction, and this batch is not part of one");
          }
        }
        yield settings.times().areOfTheLog()
            ? writeStamped(bytes, batches, around.time().millis())
            : write(bytes, batches, _ -> {}, this::noteData);
      }
    };
  }

  private Written writeStamped(ByteBuffer bytes, List<RecordBatch> batches, long nowMillis) {
    batches.forEach(batch -> batch.stampLogAppendTime(nowMillis));
    Written written = write(bytes, batches, _ -> {}, this::noteData);
    return written.outcome() instanceof Append.Stored stored
        ? Written.of(
            new Append.Stored(stored.baseOffset(), stored.endOffset(), OptionalLong.of(nowMillis)))
        : written;
  }

  Written appendMarker(RecordBatch batch, Marker marker, int coordinatorEpoch) {
    Optional<ProducerStates.Verdict.Wrong> wrong =
        producers.checkMarker(batch.producerId(), batch.producerEpoch(), coordinatorEpoch);
    if (wrong.isPresent()) {
      return Written.refused(wrong.get().why(), topicPartition + ": " + wrong.get().message());
    }
    return write(
        batch.bytes(),
        List.of(batch),
        active -> {
          if (marker == Marker.ABORT) {
            active.aborted().makeRoom();
          }
        },
        (written, _) -> noteMarker(written, marker, coordinatorEpoch));
  }

  /** Does before the write what the disk might refuse. */
  @FunctionalInterface
  private interface Preparation {
    void of(Segment active) throws IOException;
  }

  /** Takes a written batch into the state beside the log. */
  @FunctionalInterface
  private interface Note {
    void take(RecordBatch batch, LogPosition at) throws IOException;
  }

  private Written write(
      ByteBuffer bytes, List<RecordBatch> batches, Preparation preparation, Note note) {
    long baseOffset = view.end().offset();
    long nextOffset = baseOffset;
    for (RecordBatch batch : batches) {
      batch.assign(nextOffset, around.leaderEpoch());
      nextOffset = batch.nextOffset();
    }
    try {
      rollIfDue(bytes.remaining(), nextOffset);
      Segment active = view.active();
      int position = active.sizeInBytes();
      preparation.of(active);
      active.append(bytes, batches);
      isFailureTold = false;
      toForce.add(active);
      wasWritten = true;
      appendedBytes += bytes.remaining();
      for (RecordBatch batch : batches) {
        note.take(batch, new LogPosition(batch.baseOffset(), active, position));
        position += batch.sizeInBytes();
      }
      view = view.withEnd(new LogPosition(nextOffset, active, position));
    } catch (IOException e) {
      return notWritten(e);
    }
    if (producers.isOverLimit()) {
      producers.expire(around.time().millis(), transactions::isOngoing);
    }
    return Written.of(new Append.Stored(baseOffset, nextOffset));
  }

  /**
   * After a write for which there was no room, or a file that could not be opened, the partition is
   * as it was and the next append may succeed. Any other failure is the disk's, and it is not
   * written to again; nor when the batches are there and not accounted for.
   */
  private Written notWritten(IOException cause) {
    Segment active = view.active();
    LogPosition end = view.end();
    String message = active + " could not be written: " + cause.getMessage();
    boolean isUnchanged = active.sizeInBytes() == (active == end.segment() ? end.position() : 0);
    boolean isForLackOfRoom = cause instanceof NoSpaceException;
    if (!isUnchanged || !(isForLackOfRoom || SystemError.mayPass(cause))) {
      return new Written(
          new Append.Refused(Refusal.OFFLINE, topicPartition + ": " + message),
          Optional.of(
              message
                  + "; check the disk below "
                  + folder
                  + ", and restart to recover the partition"));
    }
    if (!isFailureTold) {
      isFailureTold = true;
      LOG.error("{}: append failed: {}; others may succeed", topicPartition, message);
    }
    if (isForLackOfRoom) {
      around.space().look();
    }
    return Written.refused(
        isForLackOfRoom ? Refusal.NO_ROOM : Refusal.OFFLINE, topicPartition + ": " + message);
  }

  private void noteData(RecordBatch batch, LogPosition at) {
    if (batch.hasProducerId()) {
      producers.stored(batch, around.time().millis());
      transactions.stored(batch, at);
    }
  }

  private void noteMarker(RecordBatch batch, Marker marker, int coordinatorEpoch)
      throws IOException {
    producers.marked(
        batch.producerId(), batch.producerEpoch(), coordinatorEpoch, around.time().millis());
    Optional<AbortedIndex.Aborted> aborted =
        transactions.marked(batch.producerId(), marker, batch.baseOffset());
    if (aborted.isPresent()) {
      view.active().aborted().append(aborted.get());
    }
  }

  private void rollIfDue(int bytes, long nextOffset) throws IOException {
    Segment active = view.active();
    long nowMillis = around.time().millis();
    if (active.sizeInBytes() == 0) {
      activeSinceMillis = nowMillis;
      return;
    }
    knowTheAgeOfAFormerSegment();
    beNoYoungerThan(nowMillis);
    boolean isFull =
        (long) active.sizeInBytes() + bytes > settings.segmentBytes()
            || nextOffset - active.baseOffset() > Integer.MAX_VALUE
            || active.indexBytes() >= around.settings().indexBytes();
    if (isFull || nowMillis - activeSinceMillis > settings.segmentMillis()) {
      roll();
      activeSinceMillis = nowMillis;
    }
  }

  /** Read when it is first asked for, so that a start reads no data. */
  private void knowTheAgeOfAFormerSegment() throws IOException {
    if (isActiveOfFormerProcess) {
      isActiveOfFormerProcess = false;
      long firstMillis = view.active().headerAt(0).maxTimestamp();
      activeSinceMillis =
          firstMillis > 0 ? Math.min(firstMillis, activeSinceMillis) : activeSinceMillis;
    }
  }

  /** A clock that was set back must not keep the segment open until it is where it was. */
  private void beNoYoungerThan(long nowMillis) {
    activeSinceMillis = Math.min(activeSinceMillis, nowMillis);
  }

  /** Goes on in a new segment; the former one is sealed by the next flush. */
  private void roll() throws IOException {
    writeSnapshot();
    view.active().end();
    toForce.add(view.active());
    view = view.withSegment(new Segment(around.disk(), folder, view.end().offset(), 0));
    folderToForce = true;
  }

  /** Seals what there is so that it can be taken away: what comes next goes into a new segment. */
  void rollNow() throws IOException {
    if (view.active().sizeInBytes() > 0) {
      roll();
    }
  }

  /** What is below an offset is deleted from now on. */
  void raiseStart(long offset) {
    view = view.withStart(offset);
  }

  /**
   * Takes the first segments out of the view that are below the start, on disk as a whole, and of
   * no transaction without an outcome.
   */
  List<Segment> takeBelowStart() {
    if (isBeingCompacted) {
      return List.of();
    }
    long limit = Math.min(view.startOffset(), view.lastStable().offset());
    int count = 0;
    while (count < view.segments().size() - 1
        && view.endOf(count) <= limit
        && view.segments().get(count).isSealed()) {
      count++;
    }
    List<Segment> taken = view.segments().subList(0, count);
    if (count > 0) {
      view = view.withSegments(view.segments().subList(count, view.segments().size()));
    }
    return taken;
  }

  /** Segments do not go from now on. Returns what there is. */
  LogView beginCompaction() {
    isBeingCompacted = true;
    return view;
  }

  LogView endCompaction() {
    isBeingCompacted = false;
    return view;
  }

  /** Puts a segment in place of others that have the same offsets. */
  LogView replace(List<Segment> others, Segment next) {
    List<Segment> segments = new ArrayList<>(view.segments());
    int at = segments.indexOf(others.getFirst());
    segments.subList(at, at + others.size()).clear();
    segments.add(at, next);
    view = view.withSegments(segments);
    return view;
  }

  /** The last that is known of each producer that may go on writing. */
  Map<Long, BatchRetention.LastOfProducer> lastOfProducers() {
    Map<Long, BatchRetention.LastOfProducer> last = new HashMap<>();
    for (ProducerState producer : producers.all()) {
      OptionalLong lastOffset =
          producer.lastBatch().stream().mapToLong(ProducerState.Stored::lastOffset).findFirst();
      last.put(
          producer.producerId(), new BatchRetention.LastOfProducer(lastOffset, producer.epoch()));
    }
    return last;
  }

  /** Closes the active segment when its first batch is older than a topic lets it wait. */
  boolean rollIfOlder(long millis) throws IOException {
    if (view.active().sizeInBytes() == 0) {
      return false;
    }
    knowTheAgeOfAFormerSegment();
    long nowMillis = around.time().millis();
    beNoYoungerThan(nowMillis);
    boolean isOlder = nowMillis - activeSinceMillis > millis;
    if (isOlder) {
      roll();
    }
    return isOlder;
  }

  /** Writes down the producers as they are at the end of the log. */
  void writeSnapshot() throws IOException {
    producers.expire(around.time().millis(), transactions::isOngoing);
    around
        .disk()
        .replaceUnforced(
            SegmentFiles.of(folder, view.end().offset(), SegmentFiles.PRODUCER_SNAPSHOT),
            ProducerSnapshot.encode(producers.all(), transactions.firstOffsets()));
  }

  /** Leaves files from which a clean start takes all it needs. */
  void complete() throws IOException {
    if (!producers.all().isEmpty()) {
      writeSnapshot();
    }
    if (wasWritten) {
      view.active().seal();
      around.disk().forceDirectory(folder);
    }
  }

  List<OpenTransaction> openTransactions() {
    return transactions.open();
  }

  List<ActiveProducer> producers() {
    Map<Long, Long> openFrom = transactions.firstOffsets();
    return producers.all().stream()
        .map(
            it ->
                new ActiveProducer(
                    it.producerId(),
                    it.epoch(),
                    it.lastSequence(),
                    it.lastSeenMillis(),
                    it.coordinatorEpoch(),
                    openFrom.containsKey(it.producerId())
                        ? OptionalLong.of(openFrom.get(it.producerId()))
                        : OptionalLong.empty()))
        .toList();
  }

  /** Whether a segment that is closed waits to be forced. */
  boolean hasSealedToForce() {
    return toForce.size() > (toForce.contains(view.active()) ? 1 : 0);
  }

  /**
   * What is to be forced to make all below {@code end} durable.
   *
   * @param withFolder whether files were made
   */
  record Unforced(LogPosition end, List<Segment> segments, boolean withFolder) {}

  /** Takes what is to be forced; what is written from now on is for the next flush. */
  Unforced takeUnforced() {
    Unforced unforced = new Unforced(view.end(), List.copyOf(toForce), folderToForce);
    if (!toForce.isEmpty()) {
      toForce.clear();
      folderToForce = false;
    }
    return unforced;
  }

  /** What was taken could not be forced yet, and nothing is lost: the next flush has it again. */
  void takeBack(Unforced unforced) {
    toForce.addAll(unforced.segments());
    folderToForce |= unforced.withFolder();
  }

  /** All before a position may be seen from now on. */
  LogView publish(LogPosition highWatermark) {
    view = view.withVisible(highWatermark, transactions.lastStable(highWatermark));
    return view;
  }
}
