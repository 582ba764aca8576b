package dev.headrace.runtime.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.runtime.log.KeyedTopic;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.WriterId;
import dev.headrace.runtime.offset.SourcePositions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last runs of all connectors, in the log: the key is {@code schedule-<connector>}, the value
 * {@code {"schedule": …, "since": …, "runs": [{"due": …, "began": …, "ended": …, …}]}}. Beside them
 * lie the entries of {@link RunJournal}. Thread-safe.
 */
public final class RunLog implements AutoCloseable {

  /** The topic's usual name; Kafka Connect keeps statuses in one of this kind. */
  public static final String TOPIC = "headrace-status";

  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY_PREFIX = "schedule-";

  private final KeyedTopic topic;

  public RunLog(Log log, String groupId, InstantSource clock) {
    topic = new KeyedTopic(log, TOPIC, new WriterId(groupId + "-status"), clock);
  }

  /**
   * The runs of a connector; waits until all is known that was kept before.
   *
   * @throws dev.headrace.runtime.log.LogException when the log cannot be read
   */
  public RunHistory read(String connector) {
    topic.catchUp();
    return topic
        .get(ByteBuffer.wrap(key(connector)))
        .flatMap(value -> parsed(connector, value))
        .orElse(RunHistory.NONE);
  }

  /**
   * Keeps the runs of a connector; returns when that is durable.
   *
   * @throws dev.headrace.runtime.log.LogException when the log does not take it
   */
  public void write(String connector, RunHistory history) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(history));
    topic.<RuntimeException>change(
        key(connector),
        kept ->
            kept.filter(bytes::equals).isPresent() ? Optional.empty() : Optional.of(bytes.array()));
  }

  /** What is known and noted of one run; waits until all is known that was noted before. */
  public <K extends Record> RunJournal<K> journal(
      String connector, Run run, SourcePositions<K, ?> positions) {
    topic.catchUp();
    return new RunJournal<>(topic, connector, run.due(), positions);
  }

  /** How many records the tasks of a connector have brought in a run, whoever ran them. */
  public long records(String connector, Run run) {
    topic.catchUp();
    return RunJournal.records(topic, connector, run.due());
  }

  @Override
  public void close() {
    topic.close();
  }

  private static byte[] key(String connector) {
    return (KEY_PREFIX + connector).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(RunHistory history) {
    ObjectNode object = JSON.createObjectNode();
    object.put("schedule", history.schedule()).put("since", history.since().toString());
    ArrayNode runs = object.putArray("runs");
    history.runs().forEach(run -> write(run, runs.addObject()));
    try {
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", impossible);
    }
  }

  private static void write(Run run, ObjectNode to) {
    to.put("due", run.due().toString()).put("began", run.began().toString());
    run.ending()
        .ifPresent(
            ending -> {
              to.put("ended", ending.ended().toString()).put("records", ending.records());
              to.put("outcome", ending.outcome().name());
              ending.trace().ifPresent(trace -> to.put("trace", trace));
            });
  }

  private static Optional<RunHistory> parsed(String connector, ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    try {
      JsonNode object = JSON.readTree(bytes);
      List<Run> runs = new ArrayList<>();
      for (JsonNode run : object.path("runs")) {
        runs.add(read(run));
      }
      return Optional.of(
          new RunHistory(object.path("schedule").asText(), instant(object, "since"), runs));
    } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
      LOG.warn(
          "the runs of connector {} in topic {} are not readable and are taken for absent: {}",
          connector,
          TOPIC,
          unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static Run read(JsonNode run) {
    Optional<Run.Ending> ending =
        run.has("ended")
            ? Optional.of(
                new Run.Ending(
                    instant(run, "ended"),
                    run.path("records").asLong(),
                    Run.Outcome.valueOf(run.path("outcome").asText()),
                    Optional.ofNullable(run.get("trace")).map(JsonNode::asText)))
            : Optional.empty();
    return new Run(instant(run, "due"), instant(run, "began"), ending);
  }

  private static Instant instant(JsonNode object, String field) {
    return Instant.parse(object.path(field).asText());
  }
}
