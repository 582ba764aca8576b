package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkWriter;
import dev.headrace.runtime.deadletter.Origin;
import dev.headrace.runtime.deadletter.Refusal;
import dev.headrace.runtime.deadletter.Refusals;
import dev.headrace.runtime.deadletter.Stage;
import dev.headrace.runtime.log.LogBatch;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Offers batches to a sink, in order. One that is refused as a whole is offered in halves, until
 * the record is found that the sink does not take: all others are taken, none is copied. The task's
 * thread only.
 */
final class Offers {

  /** So many records found one after the other, and none taken between, are no records' fault. */
  static final int MOST_IN_A_ROW = 10_000;

  private final ConnectorCalls calls;
  private final SinkWriter sink;
  private final SinkPartitions partitions;
  private final LogSinkBatch batch;
  private final Refusals refusals;
  private final TaskCounters counters;
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private int inARow;

  /** The records of a stretch from an offset to before another. */
  private record Piece(Stretch of, long from, long to) {
    boolean isLast() {
      return to == of.next();
    }
  }

  Offers(
      ConnectorCalls calls,
      SinkWriter sink,
      SinkPartitions partitions,
      LogSinkBatch batch,
      Refusals refusals,
      TaskCounters counters) {
    this.calls = calls;
    this.sink = sink;
    this.partitions = partitions;
    this.batch = batch;
    this.refusals = refusals;
    this.counters = counters;
  }

  /** Takes batches that were read; they must stay valid until {@link #isEmpty()}. */
  void add(List<LogBatch> batches) {
    Stretch.of(batches).forEach(each -> pieces.add(new Piece(each, each.from(), each.next())));
  }

  /** Whether all is offered. */
  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /**
   * Offers the next piece. When a record was refused that is not tolerated, nothing behind it is
   * offered any more.
   *
   * @return the size of the stretch that was done with it; 0 when there is more of it
   */
  long offerNext() throws ConnectorException {
    Piece piece = pieces.remove();
    SinkPartitions.Standing standing = partitions.of(piece.of().partition());
    batch.open(piece.of(), standing.connectorPartition(), piece.from(), piece.to());
    Optional<ConvertedBatch.Unfit> unfit = batch.firstUnfit();
    if (unfit.isPresent()) {
      return leaveOut(piece, standing, unfit.get());
    }
    switch (calls.offer(() -> sink.write(batch))) {
      case ConnectorCalls.Offered.Taken(List<Refused> refused) -> {
        taken(piece, standing, refused);
        return piece.isLast() ? piece.of().sizeInBytes() : 0;
      }
      case ConnectorCalls.Offered.RefusedAsAWhole(ConnectorException why) -> {
        narrow(piece, standing, why);
        return 0;
      }
    }
  }

  private void taken(Piece piece, SinkPartitions.Standing standing, List<Refused> refused)
      throws ConnectorException {
    long records = batch.passedRecords() - refused.size();
    inARow = records > 0 ? 0 : inARow;
    counters.add(records, batch.passedValueBytes());
    if (batch.passedRecords() > 0) {
      standing.took(batch.lastOffset());
    }
    standing.offered(piece.to());
    if (!refused.isEmpty()) {
      refuse(piece, refused);
      refusals.check();
    }
  }

  private void refuse(Piece piece, List<Refused> refused) throws ConnectorException {
    Map<Long, Refused> byOffset = new HashMap<>();
    refused.forEach(one -> byOffset.put(one.offset(), one));
    batch.rewind();
    while (batch.next()) {
      Refused one = byOffset.remove(batch.offset());
      if (one != null) {
        refuse(piece, Stage.TASK_PUT, one.why(), Optional.empty());
      }
    }
    if (!byOffset.isEmpty()) {
      throw fault(
          "it refuses offset " + byOffset.keySet().iterator().next() + ", which it was not given");
    }
  }

  private void narrow(Piece piece, SinkPartitions.Standing standing, ConnectorException why)
      throws ConnectorException {
    long count = batch.count();
    if (count == 0) {
      throw fault("it refuses a batch without records: " + why);
    }
    if (count > 1) {
      long middle = batch.offsetBehind(count / 2);
      pieces.addFirst(new Piece(piece.of(), middle, piece.to()));
      pieces.addFirst(new Piece(piece.of(), piece.from(), middle));
      return;
    }
    batch.offsetBehind(0);
    Optional<Throwable> cause = Optional.of(why.getCause() == null ? why : why.getCause());
    refuse(piece, Stage.TASK_PUT, why.reason(), cause);
    passOver(piece, standing, why.reason());
  }

  /** The record cannot be brought into the sink's form: what is before it is offered without it. */
  private long leaveOut(Piece piece, SinkPartitions.Standing standing, ConvertedBatch.Unfit unfit)
      throws ConnectorException {
    batch.next();
    if (batch.offset() < unfit.offset()) {
      pieces.addFirst(new Piece(piece.of(), unfit.offset(), piece.to()));
      pieces.addFirst(new Piece(piece.of(), piece.from(), unfit.offset()));
      return 0;
    }
    refuse(piece, unfit.stage(), unfit.why(), Optional.of(unfit.cause()));
    Piece alone = piece;
    if (batch.next()) {
      alone = new Piece(piece.of(), piece.from(), unfit.offset() + 1);
      pieces.addFirst(new Piece(piece.of(), unfit.offset() + 1, piece.to()));
    }
    batch.offsetBehind(0);
    passOver(alone, standing, unfit.why());
    return alone.isLast() ? piece.of().sizeInBytes() : 0;
  }

  /** Goes on behind the one record of a piece, which is refused. */
  private void passOver(Piece piece, SinkPartitions.Standing standing, Reason why)
      throws ConnectorException {
    if (refusals.mustStop()) {
      pieces.clear();
      return;
    }
    long offset = batch.offset();
    standing.passOver(piece.to());
    calls.run("SinkWriter.passOver", () -> sink.passOver(standing.connectorPartition(), offset));
    inARow++;
    if (inARow >= MOST_IN_A_ROW) {
      throw stopsAtSoMany(why);
    }
  }

  /** Refuses the record at which the batch stands. */
  private void refuse(Piece piece, Stage stage, Reason why, Optional<Throwable> cause) {
    refusals.refuse(
        new Refusal(
            new Origin.InLog(piece.of().partition(), batch.offset(), batch.timestampMillis()),
            stage,
            batch.keySlice(),
            batch.valueSlice(),
            batch.recordHeaders(),
            why,
            cause));
  }

  private static ConnectorException stopsAtSoMany(Reason last) {
    return ConnectorException.wrongConfiguration(
        new Reason(
            "sink.refuses-everything",
            MOST_IN_A_ROW
                + " records in a row were refused and none was taken, the last one because: "
                + last.what(),
            "Check that the target is what these records are for; start the connector again to go"
                + " on behind them. "
                + last.next()));
  }

  private static ConnectorException fault(String what) {
    return ConnectorException.unexpected(
        new Reason(
            "connector.unexpected",
            "SinkWriter.write: " + what,
            "This is a fault of the connector: report it to its author."),
        new IllegalStateException(what));
  }
}
