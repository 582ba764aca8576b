package dev.headrace.runtime.task;

import dev.headrace.runtime.deadletter.Letter;
import dev.headrace.runtime.deadletter.Refusals;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.task.PartitionBatches.TooLarge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Records of a task that are not handed to the log's writer yet. The task's thread only. */
final class Outbox implements Refusals.Outbox {

  /** As Kafka Connect makes the topic of dead letters. */
  private static final TopicCreation DEAD_LETTERS = new TopicCreation(OptionalInt.of(1), Map.of());

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
    return batches.computeIfAbsent(name, _ -> open(name, creation));
  }

  @Override
  public void add(String topic, Letter letter) {
    batches
        .computeIfAbsent(topic, _ -> open(topic, DEAD_LETTERS))
        .append(letter.timestampMillis(), letter.key(), letter.value(), letter.headers());
  }

  private TopicBatches open(String name, TopicCreation how) {
    Topics.Description topic =
        calls.outside(() -> topics.ensure(name, how.partitions(), how.config()));
    return new TopicBatches(name, topic.partitions());
  }

  /** Hands the full batches over, between two calls of a connector. */
  void appendFull(Writer writer, Refusals refusals) {
    refuse(
        batches.values().stream().flatMap(topic -> topic.appendFull(writer).stream()).toList(),
        refusals);
  }

  /** Hands all batches over, for a commit, with the letters for what the log does not take. */
  void appendAll(Writer writer, Refusals refusals) {
    List<TooLarge> tooLarge = appendAll(writer);
    while (!tooLarge.isEmpty()) {
      refuse(tooLarge, refusals);
      tooLarge = appendAll(writer);
    }
  }

  private List<TooLarge> appendAll(Writer writer) {
    return batches.values().stream().flatMap(topic -> topic.appendAll(writer).stream()).toList();
  }

  private static void refuse(List<TooLarge> tooLarge, Refusals refusals) {
    tooLarge.forEach(
        each -> refusals.tooLarge(each.partition().topic(), each.record(), each.why()));
  }
}
