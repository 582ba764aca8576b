package dev.headrace.runtime.task;

import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.task.PartitionBatches.TooLarge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records of a task that are not handed to the log's writer yet. The task's thread only. */
final class Outbox {

  private final Topics topics;
  private final TopicCreation creation;
  private final ConnectorCalls calls;
  private final Map<String, TopicBatches> batches = new HashMap<>();

  Outbox(Topics topics, TopicCreation creation, ConnectorCalls calls) {
    this.topics = topics;
    this.creation = creation;
    this.calls = calls;
  }

  /**
   * The open batches of a topic, which is created when it does not exist.
   *
   * @throws dev.headrace.runtime.log.LogException when the log refuses it
   */
  TopicBatches topic(String name) {
    return batches.computeIfAbsent(name, this::open);
  }

  private TopicBatches open(String name) {
    Topics.Description topic =
        calls.outside(() -> topics.ensure(name, creation.partitions(), creation.config()));
    return new TopicBatches(name, topic.partitions());
  }

  /**
   * Hands the full batches over, between two calls of a connector.
   *
   * @return the records that are larger than the log takes
   */
  List<TooLarge> appendFull(Writer writer) {
    return batches.values().stream().flatMap(topic -> topic.appendFull(writer).stream()).toList();
  }

  /** The same for all batches, for a commit. */
  List<TooLarge> appendAll(Writer writer) {
    return batches.values().stream().flatMap(topic -> topic.appendAll(writer).stream()).toList();
  }
}
