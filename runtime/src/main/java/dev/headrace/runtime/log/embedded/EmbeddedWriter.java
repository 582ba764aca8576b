package dev.headrace.runtime.log.embedded;

import dev.headrace.log.LogEngine;
import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.broker.WriterFencedException;
import dev.headrace.log.broker.WriterUnavailableException;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Committed;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.OnTheirWay;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Stages a transaction in memory and hands it over at the commit, so that nothing of a transaction
 * that is given up ever reaches the log. One thread, which waits while commits on their way hold
 * more than {@link #MOST_BYTES_ON_THEIR_WAY}.
 */
final class EmbeddedWriter implements Writer {

  /** Two commits of the usual size and a part of the third. */
  static final long MOST_BYTES_ON_THEIR_WAY = 12L << 20;

  /** A transaction that nobody commits must not fill the memory. */
  static final long MOST_BYTES_STAGED = 64L << 20;

  private static final int MOST_COMMITS_ON_THEIR_WAY = 16;

  private final LogEngine engine;
  private final WriterId id;
  private final TransactionalWriter writer;
  private final OnTheirWay onTheirWay =
      new OnTheirWay(MOST_BYTES_ON_THEIR_WAY, MOST_COMMITS_ON_THEIR_WAY);
  private List<Staged> batches = new ArrayList<>();
  private Map<String, Map<TopicPartition, CommittedOffset>> offsets = new HashMap<>();
  private long stagedBytes;

  private EmbeddedWriter(LogEngine engine, WriterId id, TransactionalWriter writer) {
    this.engine = engine;
    this.id = id;
    this.writer = writer;
  }

  static EmbeddedWriter open(LogEngine engine, WriterId id) {
    try {
      return new EmbeddedWriter(engine, id, engine.writer(id.transactionalId()));
    } catch (WriterUnavailableException e) {
      throw new LogException.Unavailable(e.getMessage(), e);
    }
  }

  @Override
  public void append(TopicPartition to, RecordBatch batch) {
    onTheirWay.failure().ifPresent(EmbeddedWriter::rethrow);
    int size = batch.sizeInBytes();
    int most = engine.largestBatchBytes(to.topic());
    if (size > most) {
      throw new LogException.TooLarge(
          "a batch of "
              + size
              + " bytes for "
              + to
              + " is larger than the topic takes: max.message.bytes is "
              + most);
    }
    if (engine.partitions().find(to).isEmpty()) {
      throw new LogException.Refused(to + " does not exist");
    }
    if (stagedBytes + size > MOST_BYTES_STAGED) {
      throw new LogException.Refused(
          "a transaction of writer " + id.transactionalId() + " would pass 64 MiB, commit earlier");
    }
    onTheirWay.awaitRoom(stagedBytes + size);
    batches.add(new Staged(to, batch));
    stagedBytes += size;
  }

  @Override
  public void offset(String group, TopicPartition partition, Committed at) {
    offsets
        .computeIfAbsent(group, _ -> new HashMap<>())
        .put(partition, new CommittedOffset(at.nextOffset(), OptionalInt.empty(), at.metadata()));
  }

  @Override
  public CompletionStage<Void> commit() {
    long bytes = stagedBytes;
    List<Staged> stagedBatches = batches;
    Map<String, Map<TopicPartition, CommittedOffset>> stagedOffsets = offsets;
    clear();
    onTheirWay.add(bytes);
    return writer
        .commit(stagedBatches, stagedOffsets)
        .<Void>handle(
            (_, failure) -> {
              Optional<LogException> translated =
                  Optional.ofNullable(failure).map(EmbeddedWriter::translate);
              onTheirWay.remove(bytes, translated);
              translated.ifPresent(EmbeddedWriter::rethrow);
              return null;
            });
  }

  @Override
  public void close() {
    clear();
    writer.close();
  }

  private void clear() {
    batches = new ArrayList<>();
    offsets = new HashMap<>();
    stagedBytes = 0;
  }

  private static LogException translate(Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return cause instanceof WriterFencedException
        ? new LogException.Fenced(cause.getMessage(), cause)
        : new LogException.Unavailable(cause.getMessage(), cause);
  }

  private static void rethrow(LogException failure) {
    throw failure;
  }
}
