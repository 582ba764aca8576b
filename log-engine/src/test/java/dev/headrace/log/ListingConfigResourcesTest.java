package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator asks what has settings (KIP-1142). */
final class ListingConfigResourcesTest {

  private static final ConfigResource ORDERS =
      new ConfigResource(ConfigResource.Type.TOPIC, GroupNode.TOPIC);
  private static final ConfigResource READERS =
      new ConfigResource(ConfigResource.Type.GROUP, "readers");

  @TempDir Path directory;
  private GroupNode node;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void topicsTheNodeAndGroupsWithSettingsAreListed() throws Exception {
    node.beatEach(1_000);
    List<ConfigResource> listed = listed();

    assertThat(listed).contains(ORDERS, READERS);
    assertThat(listed.stream().map(ConfigResource::type).distinct())
        .containsExactlyInAnyOrder(
            ConfigResource.Type.TOPIC, ConfigResource.Type.BROKER, ConfigResource.Type.GROUP);
    assertThat(listed(ConfigResource.Type.GROUP)).containsExactly(READERS);
    assertThat(listed(ConfigResource.Type.BROKER)).hasSize(1);
    assertThat(listed(ConfigResource.Type.CLIENT_METRICS, ConfigResource.Type.BROKER_LOGGER))
        .isEmpty();
  }

  @Test
  void aGroupWithoutSettingsOfItsOwnIsNot() throws Exception {
    assertThat(listed(ConfigResource.Type.GROUP)).isEmpty();
  }

  private List<ConfigResource> listed(ConfigResource.Type... types) throws Exception {
    try (Admin admin = node.admin()) {
      return List.copyOf(
          admin
              .listConfigResources(
                  Set.copyOf(Arrays.asList(types)), new ListConfigResourcesOptions())
              .all()
              .get(30, TimeUnit.SECONDS));
    }
  }
}
