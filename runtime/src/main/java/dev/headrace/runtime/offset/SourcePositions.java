package dev.headrace.runtime.offset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.KeyPartitioner;
import dev.headrace.runtime.log.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committed positions of one source, in Kafka Connect's format: the key is {@code
 * ["connector",{partition}]}, the value {@code {position}}. Thread-safe.
 */
public final class SourcePositions<K extends Record, P extends Record> {

  private static final Logger LOG = LoggerFactory.getLogger(SourcePositions.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a key begins with as everybody writes it; then comes the connector's name. */
  private static final byte[] PREFIX = {'[', '"'};

  private final String connector;
  private final ByteBuffer plainName;
  private final Table table;
  private final RecordJson<K> partitions;
  private final RecordJson<P> positions;

  /** Keys as somebody wrote them first: another spelling would be another row of the topic. */
  private final Map<K, byte[]> storedKeys = new ConcurrentHashMap<>();

  /** What was read before: whoever asks again, as planners do every second, parses what is new. */
  private volatile Map<ByteBuffer, Row<K, P>> rows = Map.of();

  /**
   * A row of the table.
   *
   * @param position empty when it is another connector's, or not readable
   */
  private record Row<K, P>(ByteBuffer value, Optional<At<K, P>> position) {}

  private record At<K, P>(K partition, P position) {}

  SourcePositions(String connector, Table table, Class<K> partition, Class<P> position) {
    this.connector = connector;
    this.plainName = ByteBuffer.wrap(connector.getBytes(StandardCharsets.UTF_8));
    this.table = table;
    this.partitions = new RecordJson<>(partition);
    this.positions = new RecordJson<>(position);
  }

  /** Done when all that was committed before this call is seen. */
  public CompletionStage<Void> caughtUp() {
    return table.caughtUp();
  }

  /** All that is committed now, also of partitions that are no longer planned. */
  public Map<K, P> committed() {
    Map<K, P> committed = new HashMap<>();
    Map<ByteBuffer, Row<K, P>> read = new HashMap<>();
    Map<ByteBuffer, Row<K, P>> before = rows;
    for (Map.Entry<ByteBuffer, ByteBuffer> entry : table.entries().entrySet()) {
      ByteBuffer key = entry.getKey();
      if (!isForeign(key)) {
        Row<K, P> known = before.get(key);
        boolean isKnown = known != null && known.value().equals(entry.getValue());
        Row<K, P> row = isKnown ? known : read(key, entry.getValue());
        read.put(key, row);
        row.position().ifPresent(at -> committed.put(at.partition(), at.position()));
      }
    }
    rows = read;
    return committed;
  }

  /** Whether a key shows without being parsed that it is another connector's. */
  private boolean isForeign(ByteBuffer key) {
    int name = key.position() + PREFIX.length;
    for (int i = 0; i < key.remaining(); i++) {
      byte each = key.get(key.position() + i);
      if (each == '\\' || (i < PREFIX.length && each != PREFIX[i])) {
        return false; // another spelling
      }
      if (i >= PREFIX.length && each == '"') {
        return !plainName.equals(key.slice(name, key.position() + i - name));
      }
    }
    return false;
  }

  private Row<K, P> read(ByteBuffer key, ByteBuffer value) {
    byte[] keyBytes = bytes(key);
    try {
      JsonNode parsed = JSON.readTree(keyBytes);
      if (parsed.isArray() && parsed.size() == 2 && connector.equals(parsed.path(0).asText())) {
        K partition = partitions.read(parsed.get(1));
        P position = positions.read(JSON.readTree(bytes(value)));
        storedKeys.put(partition, keyBytes);
        return new Row<>(value, Optional.of(new At<>(partition, position)));
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "a position in topic {} is not readable and is taken for absent: {}",
          table.topic(),
          e.getMessage());
    }
    return new Row<>(value, Optional.empty());
  }

  /** Where this connector's positions are written: one partition, so that one commit covers all. */
  public TopicPartition target() {
    byte[] name = connector.getBytes(StandardCharsets.UTF_8);
    int partition = KeyPartitioner.partition(name, 0, name.length, table.partitions());
    return new TopicPartition(table.topic(), partition);
  }

  /** A position as a record of the topic. */
  public PositionRecord encode(K partition, P position) {
    byte[] stored = storedKeys.get(partition);
    byte[] key = Optional.ofNullable(stored).orElseGet(() -> key(partition));
    return new PositionRecord(key, json(positions.write(position)));
  }

  /** A record of the positions topic. */
  public record PositionRecord(byte[] key, byte[] value) {}

  /** What a partition's position is kept under, when nobody has spelled it otherwise before. */
  public byte[] key(K partition) {
    ArrayNode key = JSON.createArrayNode().add(connector).add(partitions.write(partition));
    return json(key);
  }

  private static byte[] json(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
