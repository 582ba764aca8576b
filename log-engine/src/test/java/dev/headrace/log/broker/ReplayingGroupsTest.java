package dev.headrace.log.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.Topics.Creation;
import dev.headrace.log.group.ConsumerGroupDescription;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupLimits;
import dev.headrace.log.group.JoinOutcome.Joined;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.Opaque;
import dev.headrace.log.group.SyncRequest;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.FlushMode;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.StorageSettings;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever has happened to groups: after a restart they are what they were. */
final class ReplayingGroupsTest {

  private static final List<String> GROUPS = List.of("a", "b", "c", "d", "e");
  private static final List<String> TOPICS = List.of("orders", "payments");

  @TempDir Path folder;

  @Test
  void aRestartFindsEveryGroupAsItWas() throws Exception {
    for (int round = 0; round < Integer.getInteger("headrace.rounds", 3); round++) {
      long seed = System.nanoTime();
      try {
        new Round(new Random(seed), folder.resolve("round-" + round)).run();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** What can be told of a group from outside. */
  private record Seen(
      Map<TopicPartition, CommittedOffset> offsets,
      Set<TopicPartition> unstable,
      Optional<GroupDescription> description,
      Optional<ConsumerGroupDescription> consumers) {}

  private static final class Node implements AutoCloseable {
    private final FilePartitions partitions;
    private final Metadata metadata;
    private final GroupCoordinator groups;

    Node(Path directory) throws IOException {
      StorageSettings storage = StorageSettings.defaults().withFlush(FlushMode.OS);
      partitions = FilePartitions.open(directory, storage);
      InstantSource clock = InstantSource.system();
      metadata =
          Metadata.open(partitions, BrokerSettings.defaults(), storage.topics(), List.of(), clock);
      groups =
          GroupCoordinator.open(
              partitions,
              metadata.topics(),
              metadata.internalTopics(),
              2,
              GroupEnvironment.real(GroupLimits.DEFAULTS, clock));
    }

    Map<String, Seen> seen() {
      Map<String, Seen> seen = new TreeMap<>();
      for (String group : GROUPS) {
        seen.put(
            group,
            new Seen(
                groups.committed(group),
                groups.unstable(group),
                groups.describe(group),
                groups.describeConsumers(group)));
      }
      return seen;
    }

    @Override
    public void close() throws IOException {
      groups.close();
      metadata.close();
      partitions.close();
    }
  }

  private static final class Round {
    private final RandomGenerator random;
    private final Path directory;
    private final Map<String, Joined> members = new HashMap<>();
    private final TreeMap<Long, Set<TopicPartition>> open = new TreeMap<>();
    private long producers;
    private Node node;

    Round(RandomGenerator random, Path directory) throws IOException {
      this.random = random;
      this.directory = directory;
      node = new Node(directory);
    }

    void run() throws Exception {
      for (String topic : TOPICS) {
        create(topic);
      }
      for (int restart = 0; restart < 5; restart++) {
        for (int step = 0; step < 60; step++) {
          act(GROUPS.get(random.nextInt(GROUPS.size())));
        }
        Map<String, Seen> live = node.seen();
        restart();
        assertThat(node.seen()).isEqualTo(live);
      }
      node.close();
    }

    /** Every snapshot is the newest, an older one, or gone: it must not matter. */
    private void restart() throws IOException {
      Map<Path, byte[]> older = snapshots();
      node.close();
      for (Path file : snapshots().keySet()) {
        switch (random.nextInt(3)) {
          case 0 -> Files.delete(file);
          case 1 -> {
            if (older.containsKey(file)) {
              Files.write(file, older.get(file));
            }
          }
          default -> {}
        }
      }
      node = new Node(directory);
    }

    private Map<Path, byte[]> snapshots() throws IOException {
      Map<Path, byte[]> snapshots = new HashMap<>();
      try (Stream<Path> files =
          Files.find(directory, 2, (it, _) -> it.endsWith("replayed.state"))) {
        for (Path file : files.toList()) {
          snapshots.put(file, Files.readAllBytes(file));
        }
      }
      return snapshots;
    }

    private void act(String group) throws Exception {
      switch (random.nextInt(13)) {
        case 0 -> join(group);
        case 1 -> leave(group);
        case 2 -> done(node.groups.delete(group));
        case 3 -> done(node.groups.deleteOffsets(group, offsets().keySet()));
        case 4 -> commitInTransaction(group);
        case 5 -> endTransaction();
        case 6 -> {
          if (random.nextInt(4) == 0) {
            String topic = TOPICS.get(random.nextInt(TOPICS.size()));
            done(node.metadata.topics().delete(topic));
            create(topic);
          }
        }
        case 7 -> consume(group, "c" + random.nextInt(2), ConsumerHeartbeat.JOIN);
        case 8 -> consume(group, "c" + random.nextInt(2), ConsumerHeartbeat.LEAVE);
        case 9 -> consume(group, "c" + random.nextInt(2), 1 + random.nextInt(3));
        default -> done(node.groups.commit(group, identity(group), offsets()));
      }
    }

    /** A group of one, or the same member anew. */
    private void join(String group) throws Exception {
      JoinRequest request =
          new JoinRequest(
              identity(group).memberId(),
              Optional.empty(),
              new JoinRequest.Client("client", "/127.0.0.1"),
              60_000,
              60_000,
              "consumer",
              List.of(new JoinRequest.Protocol("range", Opaque.of(new byte[] {1, 2, 3}))),
              JoinRequest.Abilities.NONE);
      if (done(node.groups.join(group, request)) instanceof Joined joined) {
        members.put(group, joined);
        SyncRequest sync =
            new SyncRequest(
                identity(group),
                Optional.empty(),
                Optional.empty(),
                Map.of(joined.memberId(), Opaque.of(new byte[] {4, 5})));
        done(node.groups.sync(group, sync));
      }
    }

    /** A heartbeat of the consumer protocol, whether it is taken or not. */
    private void consume(String group, String memberId, int epoch) throws Exception {
      done(
          node.groups.heartbeat(
              group,
              new ConsumerHeartbeat(
                  memberId,
                  epoch,
                  Optional.empty(),
                  Optional.empty(),
                  new JoinRequest.Client("client", "/127.0.0.1"),
                  OptionalInt.of(60_000),
                  Optional.of(Set.of(TOPICS.get(random.nextInt(TOPICS.size())))),
                  random.nextBoolean() ? Optional.of("pay.*") : Optional.empty(),
                  Optional.empty(),
                  Optional.of(Set.of()))));
    }

    private void leave(String group) {
      Joined member = members.remove(group);
      if (member != null) {
        node.groups.leave(group, List.of(new Group.Leaver(member.memberId(), Optional.empty())));
      }
    }

    /** Of a new producer, or of one that has committed in it before. */
    private void commitInTransaction(String group) throws Exception {
      long producerId = open.isEmpty() || random.nextBoolean() ? producers++ : open.lastKey();
      TransactionalOffsets offsets = node.groups.transactionalOffsets();
      TopicPartition partition = done(offsets.partitionOf(group));
      assertThat(
              offsets.write(group, Optional.empty(), offsets(), ProducerEpoch.firstOf(producerId)))
          .isInstanceOf(TransactionalCommit.Written.class);
      open.computeIfAbsent(producerId, _ -> new HashSet<>()).add(partition);
    }

    /** Of the producer that has committed first. */
    private void endTransaction() {
      if (!open.isEmpty()) {
        Map.Entry<Long, Set<TopicPartition>> ended = open.pollFirstEntry();
        Marker outcome = random.nextBoolean() ? Marker.COMMIT : Marker.ABORT;
        for (TopicPartition partition : ended.getValue()) {
          PartitionLog log = node.partitions.find(partition).orElseThrow();
          log.appendMarker(ended.getKey(), (short) 1, outcome, 0);
          node.groups.transactionalOffsets().end(partition, ended.getKey(), outcome);
        }
      }
    }

    private MemberIdentity identity(String group) {
      return Optional.ofNullable(members.get(group))
          .map(
              member ->
                  new MemberIdentity(member.memberId(), Optional.empty(), member.generation()))
          .orElse(MemberIdentity.NONE);
    }

    private Map<TopicPartition, CommittedOffset> offsets() {
      Map<TopicPartition, CommittedOffset> offsets = new HashMap<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        offsets.put(
            new TopicPartition(TOPICS.get(random.nextInt(TOPICS.size())), random.nextInt(2)),
            new CommittedOffset(random.nextLong(1_000), OptionalInt.empty(), "m" + i));
      }
      return offsets;
    }

    private void create(String topic) throws Exception {
      assertThat(done(node.metadata.topics().create(NewTopic.of(topic, 2))))
          .isInstanceOf(Creation.Created.class);
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }
}
