package dev.headrace.log;

import static dev.headrace.log.GroupNode.awaitShared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offsets of topics that members read are their own; others go when an admin says so. */
final class DeletingOffsetsOfLiveGroupsTest {

  private static final TopicPartition READ = new TopicPartition(GroupNode.TOPIC, 0);
  private static final TopicPartition UNREAD = new TopicPartition("payments", 0);

  @TempDir Path directory;
  private GroupNode node;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    node = GroupNode.start(directory);
    node.create("payments");
    admin = node.admin();
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void onlyThoseOfTopicsThatNobodyReadsGo(String protocol) throws Exception {
    try (KafkaConsumer<String, String> member =
        protocol.equals("classic") ? node.member(Map.of()) : node.consumer(Map.of())) {
      awaitShared(List.of(member));
      member.commitSync(Map.of(READ, new OffsetAndMetadata(1), UNREAD, new OffsetAndMetadata(2)));

      delete(UNREAD);

      assertThatThrownBy(() -> delete(READ))
          .hasRootCauseInstanceOf(GroupSubscribedToTopicException.class);
      assertThat(offsets()).containsOnlyKeys(READ);
    }
    delete(READ);
    assertThat(offsets()).isEmpty();
  }

  @Test
  void aGroupThatIsNotThereHasNone() {
    assertThatThrownBy(() -> delete(READ)).hasRootCauseInstanceOf(GroupIdNotFoundException.class);
  }

  private void delete(TopicPartition partition) throws Exception {
    done(admin.deleteConsumerGroupOffsets("readers", Set.of(partition)).partitionResult(partition));
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
    return done(admin.listConsumerGroupOffsets("readers").partitionsToOffsetAndMetadata());
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
