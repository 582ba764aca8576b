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
import org.apache.kafka.common.config.ConfigResource.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator asks what has settings (KIP-1142). */
final class ListingConfigResourcesTest {

  private static final ConfigResource ORDERS = new ConfigResource(Type.TOPIC, GroupNode.TOPIC);
  private static final ConfigResource READERS = new ConfigResource(Type.GROUP, "readers");

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
        .containsExactlyInAnyOrder(Type.TOPIC, Type.BROKER, Type.GROUP);
    assertThat(listed(Type.GROUP)).containsExactly(READERS);
    assertThat(listed(Type.BROKER)).hasSize(1);
    assertThat(listed(Type.CLIENT_METRICS, Type.BROKER_LOGGER)).isEmpty();
  }

  @Test
  void aGroupWithoutSettingsOfItsOwnIsNot() throws Exception {
    assertThat(listed(Type.GROUP)).isEmpty();
  }

  private List<ConfigResource> listed(Type... types) throws Exception {
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
