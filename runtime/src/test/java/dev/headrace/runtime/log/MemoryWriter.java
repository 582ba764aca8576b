package dev.headrace.runtime.log;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Collects a transaction for {@link MemoryLog}. */
final class MemoryWriter implements Writer {

  /** What one commit makes visible. */
  record Transaction(
      Map<TopicPartition, List<RecordBatch>> data,
      Map<String, Map<TopicPartition, Committed>> offsets) {
    Transaction() {
      this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  private final MemoryLog log;
  private final WriterId id;
  private final int epoch;
  private Transaction open = new Transaction();

  MemoryWriter(MemoryLog log, WriterId id) {
    this.log = log;
    this.id = id;
    this.epoch = log.open(id);
  }

  @Override
  public void append(TopicPartition to, RecordBatch batch) {
    checkNotFenced();
    if (batch.sizeInBytes() > log.largestBatch()) {
      throw new LogException.TooLarge(to + ": batch of " + batch.sizeInBytes() + " bytes");
    }
    open.data().computeIfAbsent(to, _ -> new ArrayList<>()).add(batch);
  }

  @Override
  public void offset(String group, TopicPartition partition, Committed at) {
    checkNotFenced();
    open.offsets().computeIfAbsent(group, _ -> new LinkedHashMap<>()).put(partition, at);
  }

  @Override
  public CompletionStage<Void> commit() {
    synchronized (log.fencing) {
      checkNotFenced();
      Transaction transaction = open;
      open = new Transaction();
      return log.commit(transaction);
    }
  }

  private void checkNotFenced() {
    if (log.isFenced(id, epoch)) {
      throw new LogException.Fenced(id + " was opened by another", new IllegalStateException());
    }
  }

  @Override
  public void close() {
    open = new Transaction();
  }
}
