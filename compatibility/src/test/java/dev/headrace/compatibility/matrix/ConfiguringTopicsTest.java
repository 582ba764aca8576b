package dev.headrace.compatibility.matrix;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The settings of topics: which there are, from where, and which values they take. */
@ExtendWith(BesideKafka.class)
final class ConfiguringTopicsTest {

  /** Ours alone. */
  private static final Set<String> OWN = Set.of("retention.hold.for.sinks");

  private static final Set<String> IN_HOURS =
      Set.of("log.flush.interval.ms", "log.retention.ms", "log.roll.jitter.ms", "log.roll.ms");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "-3",
          "-2",
          "-1",
          "0",
          "1",
          " 2 ",
          "+3",
          "0x10",
          "9",
          "10",
          "17",
          "18",
          "1023",
          "1024",
          "1048575",
          "1048576",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "0.5",
          "1.0",
          "1.1",
          "true",
          "TRUE",
          "false",
          "yes",
          "delete",
          "compact",
          "compact,delete",
          "delete, compact",
          "delete,delete",
          "DELETE",
          "remote",
          "gzip",
          "snappy",
          "lz4",
          "zstd",
          "none",
          "uncompressed",
          "producer",
          "CreateTime",
          "LogAppendTime",
          "createtime",
          "*",
          "0:1,1:1",
          "0:1");

  @Test
  void allAreDescribed(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, Map.of("retention.ms", "86400000", "cleanup.policy", "compact"));
          for (ConfigEntry entry : described(scene)) {
            scene.tell(
                entry.name(),
                "%s from %s, %s%s%s, over %s"
                    .formatted(
                        entry.value(),
                        entry.source() == ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG
                            ? ConfigSource.DEFAULT_CONFIG
                            : entry.source(),
                        entry.type(),
                        entry.isReadOnly() ? ", read only" : "",
                        entry.isSensitive() ? ", sensitive" : "",
                        synonyms(entry)));
          }
        });
  }

  @Test
  void valuesAreTakenOrRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          List<String> names = new ArrayList<>();
          scene.topic(1, Map.of());
          described(scene).forEach(entry -> names.add(entry.name()));
          Map<String, String> wanted = new HashMap<>();
          List<NewTopic> topics = new ArrayList<>();
          for (String name : names) {
            for (String value : VALUES) {
              if (isStricterHere(name, value)) {
                continue;
              }
              String topic = scene.name() + "-" + topics.size();
              wanted.put(topic, name + "='" + value + "'");
              topics.add(new NewTopic(topic, 1, (short) 1).configs(Map.of(name, value)));
            }
          }
          var results =
              scene
                  .admin()
                  .createTopics(topics, new CreateTopicsOptions().validateOnly(true))
                  .values();
          for (NewTopic topic : topics) {
            scene.tellOf(
                wanted.get(topic.name()),
                () -> {
                  Scene.done(results.get(topic.name()));
                  return "taken";
                });
          }
        });
  }

  /** No batch is smaller than 1 KiB allows, and no size of a log is less than "any". */
  private static boolean isStricterHere(String name, String value) {
    return switch (name) {
      case "max.message.bytes" -> value.strip().matches("\\+?\\d{1,4}") && !value.equals("1024");
      case "retention.bytes" -> Set.of("-3", "-2").contains(value);
      default -> false;
    };
  }

  /**
   * Kafka's own of some settings are given in hours where ours are in milliseconds, and its
   * controller writes one for the cluster.
   */
  private static List<String> synonyms(ConfigEntry entry) {
    return entry.synonyms().stream()
        .filter(each -> each.source() != ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG)
        .filter(each -> !IN_HOURS.contains(each.name()))
        .map(each -> each.name() + "=" + each.value() + " " + each.source())
        .toList();
  }

  @Test
  void singleOnesAreChanged(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1, Map.of());
          tellAlteration(scene, op(OpType.SET, "retention.ms", "1000000"));
          tellAlteration(scene, op(OpType.SET, "retention.ms", " 2000000 "));
          tellAlteration(scene, op(OpType.SET, "retention.ms", "none"));
          tellAlteration(scene, op(OpType.APPEND, "cleanup.policy", "compact"));
          tellAlteration(scene, op(OpType.APPEND, "cleanup.policy", "compact"));
          tellAlteration(scene, op(OpType.SUBTRACT, "cleanup.policy", "delete"));
          tellAlteration(scene, op(OpType.SUBTRACT, "cleanup.policy", "delete"));
          tellAlteration(scene, op(OpType.APPEND, "cleanup.policy", "squash"));
          tellAlteration(scene, op(OpType.SUBTRACT, "cleanup.policy", "compact"));
          tellAlteration(scene, op(OpType.APPEND, "retention.ms", "1"));
          tellAlteration(scene, op(OpType.DELETE, "retention.ms", ""));
          tellAlteration(scene, op(OpType.DELETE, "retention.ms", ""));
          tellAlteration(scene, op(OpType.DELETE, "cleanup.policy", ""));
          tellAlteration(scene, op(OpType.SET, "no.such.setting", "1"));
          tellAlteration(scene, op(OpType.DELETE, "no.such.setting", ""));
          tellAlteration(scene, op(OpType.SET, "", "1"));
          tellAlteration(
              scene, op(OpType.SET, "segment.ms", "5000"), op(OpType.SET, "segment.bytes", "1"));
          tellAlteration(
              scene,
              op(OpType.SET, "min.compaction.lag.ms", "5000"),
              op(OpType.SET, "max.compaction.lag.ms", "4000"));
          tellAlteration(
              scene,
              op(OpType.SET, "local.retention.ms", "5000"),
              op(OpType.SET, "retention.ms", "4000"));
          tellAlteration(scene, op(OpType.SET, "remote.storage.enable", "true"));
          tellAlteration(
              scene, op(OpType.SET, "segment.ms", "1"), op(OpType.SET, "segment.ms", "2"));
        });
  }

  @Test
  void onlyOfTopicsThatThereAre(BothLogs both) {
    both.tellAlike(
        scene -> {
          ConfigResource unknown = topicResource("no-such-topic");
          scene.tellOf("describe", () -> describe(scene, unknown));
          scene.tellOf("alter", () -> alter(scene, unknown, op(OpType.SET, "retention.ms", "1")));
        });
  }

  private static void tellAlteration(Scene scene, AlterConfigOp... changes) throws Exception {
    scene.tellOf(
        Arrays.stream(changes).map(ConfiguringTopicsTest::text).collect(joining(", ")),
        () -> alter(scene, topicResource(scene.name()), changes));
    scene.settle();
    scene.tell(
        "now",
        described(scene).stream()
            .filter(entry -> entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG)
            .map(entry -> entry.name() + "=" + entry.value())
            .toList());
  }

  private static String text(AlterConfigOp change) {
    return change.opType() + " " + change.configEntry().name() + "=" + change.configEntry().value();
  }

  private static String alter(Scene scene, ConfigResource resource, AlterConfigOp... changes)
      throws Exception {
    Collection<AlterConfigOp> all = List.of(changes);
    Scene.done(scene.admin().incrementalAlterConfigs(Map.of(resource, all)).all());
    return "done";
  }

  private static String describe(Scene scene, ConfigResource resource) throws Exception {
    Scene.done(scene.admin().describeConfigs(List.of(resource)).all());
    return "described";
  }

  private static List<ConfigEntry> described(Scene scene) throws Exception {
    ConfigResource resource = topicResource(scene.name());
    return Scene.done(
            scene
                .admin()
                .describeConfigs(
                    List.of(resource), new DescribeConfigsOptions().includeSynonyms(true))
                .all())
        .get(resource)
        .entries()
        .stream()
        .filter(entry -> !OWN.contains(entry.name()))
        .sorted(Comparator.comparing(ConfigEntry::name))
        .toList();
  }

  private static ConfigResource topicResource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static AlterConfigOp op(OpType type, String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), type);
  }
}
