package dev.headrace.runtime.log;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@link MemoryLog}; it never waits. */
final class MemoryReader implements Reader {

  private final MemoryLog log;
  private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();

  MemoryReader(MemoryLog log) {
    this.log = log;
  }

  @Override
  public void assign(Map<TopicPartition, Long> from) {
    positions.clear();
    positions.putAll(from);
  }

  @Override
  public Fetched read(int maxBytes, Duration wait) {
    List<LogBatch> found = new ArrayList<>();
    int bytes = 0;
    synchronized (log) {
      for (Map.Entry<TopicPartition, Long> entry : positions.entrySet()) {
        MemoryLog.MemoryPartition partition = log.partition(entry.getKey());
        long wanted = entry.getValue();
        if (wanted < partition.start || wanted > partition.end) {
          return new Fetched.Gap(entry.getKey(), wanted, partition.start, partition.end);
        }
        for (RecordBatch batch : partition.batches) {
          if (batch.nextOffset() > wanted && bytes < maxBytes) {
            found.add(new LogBatch(entry.getKey(), batch, wanted, batch.nextOffset()));
            entry.setValue(batch.nextOffset());
            bytes += batch.sizeInBytes();
          }
        }
      }
    }
    return found.isEmpty() ? new Fetched.Nothing() : new Fetched.Batches(found);
  }

  @Override
  public void onData(Runnable listener) {
    log.listen(listener);
  }

  @Override
  public long end(TopicPartition partition) {
    synchronized (log) {
      return log.partition(partition).end;
    }
  }

  @Override
  public void wakeup() {}

  @Override
  public void close() {}
}
