package dev.headrace.runtime.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Secret;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import dev.headrace.runtime.secret.SealException;
import dev.headrace.runtime.secret.Seals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configs that REST applied, and what connectors are to do, in a compacted topic and in Kafka
 * Connect's own format: {@code connector-<name>} with {@code {"properties": {…}}}, secrets in it
 * sealed; and {@code target-state-<name>} with {@code {"state": "PAUSED", "state.v2": "STOPPED"}}.
 * One thread at a time.
 */
final class ConfigStore implements AutoCloseable {

  static final String TOPIC = "headrace-configs";

  private static final Logger LOG = LoggerFactory.getLogger(ConfigStore.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG_PREFIX = "connector-";
  private static final String TARGET_PREFIX = "target-state-";
  private static final int USUAL_BYTES = 4 * 1024;

  private final Log log;
  private final WriterId writerId;
  private final Seals seals;
  private final InstantSource clock;
  private Optional<Writer> writer = Optional.empty();

  /**
   * @param seals keep secrets unreadable for those who may only read the log
   */
  ConfigStore(Log log, String groupId, Seals seals, InstantSource clock) {
    this.log = log;
    this.writerId = new WriterId(groupId + "-configs");
    this.seals = seals;
    this.clock = clock;
  }

  /**
   * A config as it was kept.
   *
   * @param settings with a mask in place of what could not be opened
   * @param problems why it could not
   */
  record Stored(Map<String, String> settings, List<Problem> problems) {
    Stored {
      settings = Map.copyOf(settings);
      problems = List.copyOf(problems);
    }
  }

  /**
   * All that is kept, by name of the connector.
   *
   * @param targets of those that are not started
   */
  record Contents(Map<String, Stored> configs, Map<String, TargetState> targets) {}

  /** All that is kept; waits until the topic is read. */
  Contents read() {
    Contents contents = new Contents(new TreeMap<>(), new TreeMap<>());
    if (log.topics().find(TOPIC).isPresent()) {
      try (Table table = log.table(TOPIC)) {
        table.caughtUp().toCompletableFuture().join();
        table.entries().forEach((key, value) -> read(text(key), text(value), contents));
      }
    }
    return contents;
  }

  /**
   * Keeps a config; returns when it is durable.
   *
   * @param initial what a new connector is to do; empty to leave that as it is
   * @throws SealException when its secrets cannot be sealed; nothing is kept then
   */
  void put(
      String name, Map<String, String> settings, SecretKeys secrets, Optional<TargetState> initial)
      throws SealException {
    ObjectNode value = JSON.createObjectNode();
    ObjectNode properties = value.putObject("properties");
    for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      properties.put(setting.getKey(), sealed(name, setting, secrets));
    }
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, USUAL_BYTES);
    append(batch, CONFIG_PREFIX + name, json(value));
    initial.ifPresent(target -> append(batch, TARGET_PREFIX + name, target(target)));
    write(batch);
  }

  /** Keeps what a connector is to do; returns when that is durable. */
  void putTarget(String name, TargetState target) {
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, USUAL_BYTES);
    append(batch, TARGET_PREFIX + name, target(target));
    write(batch);
  }

  /** Forgets a config; returns when that is durable. */
  void remove(String name) {
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, USUAL_BYTES);
    append(batch, CONFIG_PREFIX + name, ByteSlice.NULL);
    append(batch, TARGET_PREFIX + name, ByteSlice.NULL);
    write(batch);
  }

  @Override
  public void close() {
    writer.ifPresent(Writer::close);
    writer = Optional.empty();
  }

  /** What looks like a sealed secret and is none is sealed too, so that it comes back as it is. */
  private String sealed(String name, Map.Entry<String, String> setting, SecretKeys secrets)
      throws SealException {
    return secrets.include(setting.getKey()) || Seals.isSealed(setting.getValue())
        ? seals.seal(new Seals.Place(name, setting.getKey()), setting.getValue())
        : setting.getValue();
  }

  /** Releases of Kafka Connect that know no STOPPED read the older field. */
  private static ByteSlice target(TargetState target) {
    if (target == TargetState.STARTED) {
      return ByteSlice.NULL; // as good as none
    }
    TargetState older = target == TargetState.STOPPED ? TargetState.PAUSED : target;
    return json(JSON.createObjectNode().put("state", older.name()).put("state.v2", target.name()));
  }

  private static ByteSlice json(ObjectNode value) {
    try {
      return ByteSlice.of(JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", impossible);
    }
  }

  private void append(RecordBatchBuilder batch, String key, ByteSlice value) {
    batch.append(
        clock.millis(), ByteSlice.of(key.getBytes(StandardCharsets.UTF_8)), value, List.of());
  }

  private void write(RecordBatchBuilder batch) {
    try {
      Writer open = open();
      open.append(new TopicPartition(TOPIC, 0), batch.build());
      open.commit().toCompletableFuture().join();
    } catch (RuntimeException failed) {
      close(); // a writer whose commit failed must be opened anew
      throw failed;
    }
  }

  private Writer open() {
    if (writer.isEmpty()) {
      log.topics().ensure(TOPIC, OptionalInt.of(1), Map.of("cleanup.policy", "compact"));
      writer = Optional.of(log.writer(writerId));
    }
    return writer.get();
  }

  private void read(String key, String value, Contents contents) {
    try {
      if (key.startsWith(CONFIG_PREFIX)) {
        String name = key.substring(CONFIG_PREFIX.length());
        contents.configs().put(name, stored(name, JSON.readTree(value).path("properties")));
      } else if (key.startsWith(TARGET_PREFIX)) {
        JsonNode kept = JSON.readTree(value);
        TargetState target =
            TargetState.valueOf(kept.path("state.v2").asText(kept.path("state").asText()));
        if (target != TargetState.STARTED) {
          contents.targets().put(key.substring(TARGET_PREFIX.length()), target);
        }
      } // Kafka Connect keeps more here
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.warn("the record {} in topic {} is not readable", key, TOPIC);
    }
  }

  private Stored stored(String name, JsonNode properties) {
    Map<String, String> settings = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    properties
        .properties()
        .forEach(
            each ->
                settings.put(
                    each.getKey(),
                    opened(name, each.getKey(), each.getValue().asText(), problems)));
    return new Stored(settings, problems);
  }

  /** What an older release kept, and what is no secret, lies there as it is. */
  private String opened(String name, String key, String kept, List<Problem> problems) {
    if (!Seals.isSealed(kept)) {
      return kept;
    }
    try {
      return seals.open(new Seals.Place(name, key), kept);
    } catch (SealException shut) {
      Reason why = shut.reason();
      problems.add(new Problem(why.code(), key, why.what(), why.next()));
      return Secret.MASK;
    }
  }

  private static String text(ByteBuffer utf8) {
    return StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
  }
}
