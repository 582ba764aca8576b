package dev.headrace.runtime.log.embedded;

import dev.headrace.log.LogEngine;
import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.storage.DiskRoom;
import dev.headrace.runtime.log.Committed;
import dev.headrace.runtime.log.GroupOffsets;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.Reader;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The port on the engine of this process: batches are appended as they are and read by method call.
 * Closing it leaves the engine open.
 */
public final class EmbeddedLog implements Log {

  private static final long IDLE_SECONDS = 10;
  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

  private final LogEngine engine;
  private final EmbeddedTopics topics;
  private final ThreadPoolExecutor followers;

  public EmbeddedLog(LogEngine engine) {
    this.engine = engine;
    topics = new EmbeddedTopics(engine.topics());
    followers =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // at most one run for each table
            Thread.ofPlatform().name("headrace-tables").daemon().factory());
    followers.allowCoreThreadTimeOut(true);
  }

  @Override
  public Topics topics() {
    return topics;
  }

  @Override
  public Writer writer(WriterId id) {
    return EmbeddedWriter.open(engine, id);
  }

  @Override
  public Reader reader(Isolation isolation) {
    return new EmbeddedReader(engine.partitions(), isolation);
  }

  @Override
  public GroupOffsets offsets(String group) {
    return () ->
        engine.offsets().committed(group).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> committed(each.getValue())));
  }

  @Override
  public Table table(String compactedTopic) {
    Topics.Description topic = topics.ensure(compactedTopic, OptionalInt.of(1), COMPACTED);
    return EmbeddedTable.follow(topic, engine.partitions(), followers);
  }

  @Override
  public Optional<String> holdsSources() {
    DiskRoom room = engine.partitions().room();
    return room.holdsSources() ? Optional.of(room.words()) : Optional.empty();
  }

  @Override
  public void close() {
    followers.shutdownNow();
  }

  private static Committed committed(CommittedOffset offset) {
    return new Committed(offset.offset(), offset.metadata());
  }
}
