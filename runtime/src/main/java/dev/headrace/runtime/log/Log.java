package dev.headrace.runtime.log;

import dev.headrace.log.record.Isolation;
import java.util.Optional;

/**
 * The log as the worker sees it, whether it is the engine in this process or a Kafka cluster.
 * Thread-safe; what it opens is not.
 */
public interface Log extends AutoCloseable {

  Topics topics();

  /**
   * Opens a transactional writer. Waits until its predecessor under the same id is fenced, and what
   * that had begun is settled.
   */
  Writer writer(WriterId id);

  Reader reader(Isolation isolation);

  GroupOffsets offsets(String group);

  /** A view of a compacted topic as a table; the topic is created when it does not exist. */
  Table table(String compactedTopic);

  /**
   * Why nothing should be written now that comes from elsewhere, as the middle of a sentence; empty
   * while all may be. Cheap, and asked before every turn of a source.
   */
  default Optional<String> holdsSources() {
    return Optional.empty();
  }

  @Override
  void close();
}
