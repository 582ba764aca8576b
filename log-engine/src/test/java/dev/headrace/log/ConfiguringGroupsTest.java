package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups have settings of their own, which Kafka's admin client changes. */
final class ConfiguringGroupsTest {

  private static final ConfigResource READERS =
      new ConfigResource(ConfigResource.Type.GROUP, "readers");
  private static final String SESSION = "consumer.session.timeout.ms";
  private static final String HEARTBEAT = "consumer.heartbeat.interval.ms";

  @TempDir Path directory;
  private GroupNode node;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    admin = node.admin();
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    node.close();
  }

  @Test
  void theDefaultsAreKafkas() throws Exception {
    Config config = describe();

    assertThat(config.get(SESSION).value()).isEqualTo("45000");
    assertThat(config.get(HEARTBEAT).value()).isEqualTo("5000");
    assertThat(config.get(SESSION).source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
  }

  @Test
  void whatIsSetLastsUntilItIsUnset() throws Exception {
    alter(AlterConfigOp.OpType.SET, SESSION, "10000");
    node.restart();

    assertThat(describe().get(SESSION).value()).isEqualTo("10000");
    assertThat(describe().get(SESSION).source()).isEqualTo(ConfigSource.DYNAMIC_GROUP_CONFIG);

    alter(AlterConfigOp.OpType.DELETE, SESSION, "");
    node.restart();

    assertThat(describe().get(SESSION).value()).isEqualTo("45000");
  }

  @Test
  void sessionsMayBeAsShortAsASecond() throws Exception {
    alter(AlterConfigOp.OpType.SET, HEARTBEAT, "100");
    alter(AlterConfigOp.OpType.SET, SESSION, "1000");

    assertThat(describe().get(SESSION).value()).isEqualTo("1000");
    assertRefused(SESSION, "999", "from 1000 to 1800000");
  }

  @Test
  void wrongSettingsAreRefused() {
    assertRefused(SESSION, "soon", "must be a number");
    assertRefused(SESSION, "4000", "must be more than " + HEARTBEAT);
    assertRefused("retention.ms", "1", "no setting of groups");
  }

  private void assertRefused(String name, String value, String why) {
    assertThatThrownBy(() -> alter(AlterConfigOp.OpType.SET, name, value))
        .hasRootCauseInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(why);
  }

  private Config describe() throws Exception {
    return admin.describeConfigs(List.of(READERS)).all().get(30, TimeUnit.SECONDS).get(READERS);
  }

  private void alter(AlterConfigOp.OpType type, String name, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(READERS, List.of(new AlterConfigOp(new ConfigEntry(name, value), type))))
        .all()
        .get(30, TimeUnit.SECONDS);
  }
}
