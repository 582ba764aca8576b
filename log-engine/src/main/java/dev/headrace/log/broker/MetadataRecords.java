package dev.headrace.log.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.log.record.StateRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The records of {@link InternalTopics#METADATA}, as JSON that any consumer can read:
 *
 * <pre>{@code
 * {"topic":"orders"} = {"version":0,"id":"…","partitions":3,"internal":false,"config":{"retention.ms":"1000"}}
 * {"topic":"orders"} = tombstone: deleted
 * {"producerIds":"next"} = {"version":0,"next":2000}
 * {"quotasOfClient":"id"} = {"version":0,"quotas":{"producer_byte_rate":1000000}}
 * {"quotasOfClients":"default"} = {"version":0,"quotas":{}}
 * {"group":"readers"} = {"version":0,"config":{"consumer.session.timeout.ms":"10000"}}
 * {"cluster":"id"} = {"version":0,"id":"…"}
 * }</pre>
 */
final class MetadataRecords {

  private static final int VERSION = 0;
  private static final String CLIENT = "quotasOfClient";
  private static final String GROUP = "group";
  private static final String CLIENTS = "quotasOfClients";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JSON.getNodeFactory();

  private MetadataRecords() {}

  /** What a record says. */
  sealed interface Change {
    /** A topic as it is from now on: created, or changed when its id is known. */
    record TopicStored(Topic topic) implements Change {}

    record TopicDeleted(String name) implements Change {}

    /** No id below {@code next} is free any more. */
    record ProducerIdsTaken(long next) implements Change {}

    /** What a client may use from now on; nothing for no limits. */
    record QuotasSet(ClientQuotas.Client client, Map<ClientQuotas.Kind, Double> quotas)
        implements Change {}

    /** The settings that a group has of its own from now on; none for the defaults. */
    record GroupConfigured(String group, Map<String, String> config) implements Change {}

    /** What clients are told as the cluster's id, for as long as the data directory lives. */
    record ClusterNamed(String id) implements Change {}
  }

  static StateRecord encode(Change change) {
    return switch (change) {
      case Change.TopicStored(Topic topic) ->
          StateRecord.of(bytes(keyOf(topic.name())), bytes(valueOf(topic)));
      case Change.TopicDeleted(String name) -> StateRecord.tombstone(bytes(keyOf(name)));
      case Change.ProducerIdsTaken(long next) ->
          StateRecord.of(
              bytes(NODES.objectNode().put("producerIds", "next")),
              bytes(NODES.objectNode().put("version", VERSION).put("next", next)));
      case Change.QuotasSet(var client, var quotas) ->
          StateRecord.of(bytes(keyOf(client)), bytes(valueOf(quotas)));
      case Change.GroupConfigured(String group, Map<String, String> config) ->
          StateRecord.of(
              bytes(NODES.objectNode().put(GROUP, group)),
              bytes(NODES.objectNode().put("version", VERSION).set("config", valueOfAll(config))));
      case Change.ClusterNamed(String id) ->
          StateRecord.of(
              bytes(NODES.objectNode().put("cluster", "id")),
              bytes(NODES.objectNode().put("version", VERSION).put("id", id)));
    };
  }

  /**
   * @throws IOException when the record is none of ours, or of a newer release
   */
  static Change decode(StateRecord record) throws IOException {
    JsonNode key = JSON.readTree(record.key());
    if (key.has("topic") && record.value().isEmpty()) {
      return new Change.TopicDeleted(key.get("topic").asText());
    }
    JsonNode value = JSON.readTree(record.value().orElseThrow(() -> unknown(record)));
    if (value.path("version").asInt(-1) != VERSION) {
      throw unknown(record);
    }
    if (key.has("topic")) {
      return new Change.TopicStored(topic(key.get("topic").asText(), value));
    }
    if (key.has("producerIds")) {
      return new Change.ProducerIdsTaken(value.required("next").asLong());
    }
    if (key.has(CLIENT) || key.has(CLIENTS)) {
      return new Change.QuotasSet(
          new ClientQuotas.Client(Optional.ofNullable(key.get(CLIENT)).map(JsonNode::asText)),
          quotas(value.path("quotas")));
    }
    if (key.has(GROUP)) {
      return new Change.GroupConfigured(key.get(GROUP).asText(), config(value));
    }
    if (key.has("cluster")) {
      return new Change.ClusterNamed(value.required("id").asText());
    }
    throw unknown(record);
  }

  private static ObjectNode keyOf(ClientQuotas.Client client) {
    return client
        .clientId()
        .map(id -> NODES.objectNode().put(CLIENT, id))
        .orElseGet(() -> NODES.objectNode().put(CLIENTS, "default"));
  }

  private static ObjectNode valueOf(Map<ClientQuotas.Kind, Double> quotas) {
    ObjectNode values = NODES.objectNode();
    new TreeMap<>(quotas).forEach((kind, value) -> values.put(kind.key(), value));
    return NODES.objectNode().put("version", VERSION).set("quotas", values);
  }

  private static Map<ClientQuotas.Kind, Double> quotas(JsonNode values) {
    Map<ClientQuotas.Kind, Double> quotas = new EnumMap<>(ClientQuotas.Kind.class);
    values
        .properties()
        .forEach(
            entry ->
                ClientQuotas.Kind.of(entry.getKey())
                    .ifPresent(kind -> quotas.put(kind, entry.getValue().asDouble())));
    return Map.copyOf(quotas);
  }

  private static ObjectNode keyOf(String topic) {
    return NODES.objectNode().put("topic", topic);
  }

  private static ObjectNode valueOfAll(Map<String, String> config) {
    ObjectNode values = NODES.objectNode();
    new TreeMap<>(config).forEach(values::put);
    return values;
  }

  private static Map<String, String> config(JsonNode value) {
    return value.path("config").properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
  }

  private static ObjectNode valueOf(Topic topic) {
    return NODES
        .objectNode()
        .put("version", VERSION)
        .put("id", topic.id().toString())
        .put("partitions", topic.partitions())
        .put("internal", topic.internal())
        .set("config", valueOfAll(topic.config()));
  }

  private static Topic topic(String name, JsonNode value) {
    return new Topic(
        name,
        UUID.fromString(value.required("id").asText()),
        value.required("partitions").asInt(),
        config(value),
        value.required("internal").asBoolean());
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IOException unknown(StateRecord record) {
    return new IOException(
        "a record in "
            + InternalTopics.METADATA
            + " is unknown to this release, was the data directory used by a newer one? "
            + record);
  }
}
