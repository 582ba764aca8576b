package dev.headrace.log;

import static dev.headrace.log.GroupNode.awaitShared;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node restarts while clients are in groups. */
final class RestartingUnderGroupsTest {

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
  void membersGoOnInTheSameGeneration() throws Exception {
    node.write("before");
    // Else a client that was refused a connection forgets its topics and joins anew (KIP-899).
    Map<String, Object> keeping = Map.of("metadata.recovery.strategy", "none");
    try (KafkaConsumer<String, String> first = node.member(keeping);
        KafkaConsumer<String, String> second = node.member(keeping)) {
      awaitShared(List.of(first, second));
      int generation = first.groupMetadata().generationId();
      first.seekToBeginning(first.assignment());
      assertThat(GroupNode.read(first, 2)).containsExactly("before");
      first.commitSync();

      node.restart();
      node.write("after");

      assertThat(GroupNode.read(first, 2)).containsExactly("after");
      first.commitSync();
      assertThat(first.groupMetadata().generationId()).isEqualTo(generation);
    }
  }

  @Test
  void committedOffsetsAreRemembered() throws Exception {
    node.write("before");
    try (KafkaConsumer<String, String> member = node.member(Map.of())) {
      GroupNode.read(member, GroupNode.PARTITIONS);
      member.commitSync();
    }

    node.restart();
    node.write("after");

    try (KafkaConsumer<String, String> member = node.member(Map.of())) {
      assertThat(GroupNode.read(member, GroupNode.PARTITIONS)).containsExactly("after");
    }
  }

  @Test
  void aStaticMemberFindsItsPartitionsAgain() throws Exception {
    Map<String, Object> one = Map.of("group.instance.id", "one");
    Map<String, Object> two = Map.of("group.instance.id", "two");
    try (KafkaConsumer<String, String> first = node.member(one)) {
      Set<Integer> before;
      int generation;
      try (KafkaConsumer<String, String> second = node.member(two)) {
        awaitShared(List.of(first, second));
        before = new HashSet<>(GroupNode.numbers(second.assignment()));
        generation = second.groupMetadata().generationId();
      }

      node.restart();

      try (KafkaConsumer<String, String> second = node.member(two)) {
        awaitShared(List.of(first, second));
        assertThat(GroupNode.numbers(second.assignment())).isEqualTo(before);
        assertThat(second.groupMetadata().generationId()).isEqualTo(generation);
      }
    }
  }
}
