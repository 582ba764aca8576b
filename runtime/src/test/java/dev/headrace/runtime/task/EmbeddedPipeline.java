package dev.headrace.runtime.task;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.embedded.EmbeddedLog;
import dev.headrace.runtime.offset.PositionStore;
import dev.headrace.runtime.schema.TopicSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A pool of threads over a log on real files, with a topic {@code numbers} of three partitions. */
final class EmbeddedPipeline implements AutoCloseable {

  static final TopicPartition[] NUMBERS = {
    new TopicPartition("numbers", 0),
    new TopicPartition("numbers", 1),
    new TopicPartition("numbers", 2)
  };

  final TaskPool pool = new TaskPool(3);
  final PositionStore positions;
  final TaskServices services;
  private final LogEngine engine;
  private final Log log;
  private final Table table;
  private final ConcurrentMap<String, TaskEnd> ends = new ConcurrentHashMap<>();

  EmbeddedPipeline(Path directory) throws IOException {
    engine = LogEngine.open(EngineSettings.of(directory));
    log = new EmbeddedLog(engine);
    log.topics().ensure("numbers", OptionalInt.of(3), Map.of());
    table = log.table(PositionStore.TOPIC);
    positions = new PositionStore(table);
    services =
        TaskServices.system(log, new TopicSchemas(log, InstantSource.system()), "test", pool);
  }

  void start(Task task) {
    ends.remove(task.id());
    pool.start(task, (ended, end) -> ends.put(ended.id(), end));
  }

  boolean hasEnded(Task task) {
    return ends.containsKey(task.id());
  }

  TaskEnd end(Task task) {
    return ends.get(task.id());
  }

  @Override
  public void close() throws IOException {
    pool.close();
    table.close();
    log.close();
    engine.close();
  }
}
