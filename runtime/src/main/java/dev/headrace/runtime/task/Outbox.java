package dev.headrace.runtime.task;

import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import java.util.HashMap;
import java.util.Map;

/** Records of a task that are not handed to the log's writer yet. The task's thread only. */
final class Outbox {

  private final Topics topics;
  private final TopicCreation creation;
  private final Map<String, TopicBatches> batches = new HashMap<>();

  Outbox(Topics topics, TopicCreation creation) {
    this.topics = topics;
    this.creation = creation;
  }

  /**
   * The open batches of a topic, which is created when it does not exist.
   *
   * @throws dev.headrace.runtime.log.LogException when the log refuses it
   */
  TopicBatches topic(String name) {
    return batches.computeIfAbsent(
        name,
        missing ->
            new TopicBatches(
                missing,
                topics.ensure(missing, creation.partitions(), creation.config()).partitions()));
  }

  /** Hands the full batches over, between two calls of a connector. */
  void appendFull(Writer writer) {
    batches.values().forEach(topic -> topic.appendFull(writer));
  }

  /** Hands all over, for a commit. */
  void appendAll(Writer writer) {
    batches.values().forEach(topic -> topic.appendAll(writer));
  }
}
