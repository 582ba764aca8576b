package dev.headrace.compatibility.matrix;

import dev.headrace.log.server.RawClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What has settings (KIP-1142). */
@ExtendWith(BesideKafka.class)
final class ListingConfigResourcesTest {

  @Test
  void resourcesAreListedByType(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          scene.tell("groups before", listed(scene, ConfigResource.Type.GROUP));
          configure(scene, AlterConfigOp.OpType.SET);
          scene.tell("topics", listed(scene, ConfigResource.Type.TOPIC));
          scene.tell("groups", listed(scene, ConfigResource.Type.GROUP));
          scene.tell("both", listed(scene, ConfigResource.Type.GROUP, ConfigResource.Type.TOPIC));
          scene.tell("brokers", resources(scene, ConfigResource.Type.BROKER).size());
          scene.tell("metrics", resources(scene, ConfigResource.Type.CLIENT_METRICS).size());
          configure(scene, AlterConfigOp.OpType.DELETE);
          scene.tell("groups", listed(scene, ConfigResource.Type.GROUP));
        });
  }

  @Test
  void oldVersionsKnowOnlyClientMetricsAndUnknownTypesAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          RawClient client = scene.open(new RawClient(scene.address()));
          scene.tell("version 0", asked(client, 0, List.of()));
          scene.tell("client metrics", asked(client, 1, List.of((byte) 16)));
          scene.tell("an unknown type", asked(client, 1, List.of((byte) 99)));
          scene.tell("an unknown type too", asked(client, 1, List.of((byte) 2, (byte) 99)));
        });
  }

  private static String asked(RawClient client, int version, List<Byte> types) throws Exception {
    ListConfigResourcesResponseData answer =
        (ListConfigResourcesResponseData)
            client.ask(
                ApiKeys.LIST_CONFIG_RESOURCES,
                version,
                new ListConfigResourcesRequestData().setResourceTypes(types));
    return Errors.forCode(answer.errorCode()) + " " + answer.configResources().size();
  }

  private static void configure(Scene scene, AlterConfigOp.OpType type) throws Exception {
    AlterConfigOp operation =
        new AlterConfigOp(new ConfigEntry("consumer.heartbeat.interval.ms", "6000"), type);
    Scene.done(
        scene
            .admin()
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.GROUP, scene.name()),
                    List.of(operation)))
            .all());
    scene.settle();
  }

  /** Without those of other scripts. */
  private static List<String> listed(Scene scene, ConfigResource.Type... types) throws Exception {
    return resources(scene, types).stream()
        .filter(it -> it.name().equals(scene.name()))
        .map(it -> it.type() + " " + it.name())
        .sorted()
        .toList();
  }

  private static Collection<ConfigResource> resources(Scene scene, ConfigResource.Type... types)
      throws Exception {
    return Scene.done(
        scene.admin().listConfigResources(Set.of(types), new ListConfigResourcesOptions()).all());
  }
}
