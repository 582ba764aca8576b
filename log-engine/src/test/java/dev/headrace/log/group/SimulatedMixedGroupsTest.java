package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.ConsumerGroupDescription.Described;
import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Members of both protocols in one group, which come, go and come back by the other one: no
 * partition is ever read by two of them, and they come to share all.
 */
final class SimulatedMixedGroupsTest {

  private static final int STEPS = 400;
  private static final List<Speech> SPEECHES = List.of(Speech.values());

  @Test
  void whateverHappensMembersShareAllWithoutOverlap() {
    int rounds = Integer.getInteger("headrace.rounds", 3) * 10;
    for (int round = 0; round < rounds; round++) {
      long seed = System.nanoTime() + round;
      try {
        new Simulation(seed).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** How a client speaks, and what it does with what it reads when it joins again. */
  private enum Speech {
    CONSUMER,
    /** Gives all up first. */
    EAGER,
    /** Reads on, and gives up what it is told. */
    COOPERATIVE
  }

  private static final class Client {
    private final String name;
    private int lives;
    private Speech speech = Speech.CONSUMER;
    private int epoch;
    private Set<TopicIdPartition> reads = new HashSet<>();
    private Set<TopicIdPartition> assigned = Set.of();

    Client(String name) {
      this.name = name;
    }

    String memberId() {
      return name + "-" + lives;
    }

    void startOver() {
      epoch = 0;
      reads = new HashSet<>();
      assigned = Set.of();
    }

    void startAnewAs(Speech newSpeech) {
      lives++;
      speech = newSpeech;
      startOver();
    }
  }

  private static final class Simulation {
    private final RandomGenerator random;
    private final TestConsumers consumers = new TestConsumers();
    private final List<Client> clients = new ArrayList<>();

    Simulation(long seed) {
      random = new Random(seed);
      for (int i = 0; i < 4; i++) {
        clients.add(new Client("c" + i));
      }
      consumers.topic("orders", 3);
      speak(clients.getFirst());
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step(clients.get(random.nextInt(clients.size())));
        check();
      }
      settle();
    }

    private void step(Client client) {
      switch (random.nextInt(20)) {
        case 0 -> leave(client);
        case 1 -> client.startAnewAs(speechFor(client));
        case 2 -> consumers.restart();
        case 3 -> consumers.pass(random.nextInt(3_000));
        case 4 -> consumers.topic("orders", 3 + random.nextInt(6));
        default -> speak(client);
      }
    }

    /** One always speaks the consumer protocol: else the group would go over to the other one. */
    private Speech speechFor(Client client) {
      if (client == clients.getFirst()) {
        return Speech.CONSUMER;
      }
      return SPEECHES.get(random.nextInt(SPEECHES.size()));
    }

    private void leave(Client client) {
      if (client.epoch > 0) {
        consumers.leave(new Group.Leaver(client.memberId(), Optional.empty()));
      }
      client.startAnewAs(speechFor(client));
    }

    private void speak(Client client) {
      if (client.speech == Speech.CONSUMER) {
        heartbeat(client);
      } else {
        speakClassic(client);
      }
    }

    private void heartbeat(Client client) {
      client.reads.retainAll(client.assigned);
      ConsumerHeartbeat request =
          client.epoch == 0
              ? TestConsumers.joining(client.memberId(), "orders")
              : TestConsumers.owning(client.memberId(), client.epoch, Set.copyOf(client.reads));
      switch (consumers.heartbeat(request)) {
        case ConsumerOutcome.Alive alive -> {
          client.epoch = alive.memberEpoch();
          alive.assignment().ifPresent(assignment -> take(client, assignment));
        }
        case ConsumerOutcome.Refused _ -> client.startOver();
        case ConsumerOutcome.Gone _ -> throw new AssertionError("nobody wanted to go");
      }
    }

    private static void take(Client client, Set<TopicIdPartition> assignment) {
      client.assigned = assignment;
      client.reads.addAll(assignment);
    }

    private void speakClassic(Client client) {
      if (client.epoch == 0) {
        join(client);
        return;
      }
      Optional<GroupError> error =
          consumers.group().heartbeat(identity(client), consumers.nowMillis());
      if (error.equals(Optional.of(GroupError.REBALANCE_IN_PROGRESS))) {
        join(client);
      } else if (error.isPresent()) {
        client.startOver();
      }
    }

    private void join(Client client) {
      if (client.speech == Speech.EAGER) {
        client.reads.clear();
      } else {
        client.reads.retainAll(client.assigned);
      }
      JoinOutcome outcome =
          consumers.join(
              Classics.joining(client.memberId(), List.of("range"), numbers(client.reads)), "");
      if (!(outcome instanceof JoinOutcome.Joined joined)) {
        client.startOver();
        return;
      }
      client.epoch = joined.generation();
      SyncRequest request =
          new SyncRequest(identity(client), Optional.empty(), Optional.empty(), Map.of());
      switch (consumers.group().sync(request, consumers.nowMillis())) {
        case SyncOutcome.Synced synced -> {
          take(client, identified(Classics.numbers(synced.assignment())));
          client.reads.retainAll(client.assigned);
        }
        case SyncOutcome.Refused _ -> client.startOver();
      }
    }

    private static MemberIdentity identity(Client client) {
      return new MemberIdentity(client.memberId(), Optional.empty(), client.epoch);
    }

    private static Set<Integer> numbers(Set<TopicIdPartition> partitions) {
      return partitions.stream().map(TopicIdPartition::partition).collect(Collectors.toSet());
    }

    private Set<TopicIdPartition> identified(Set<Integer> numbers) {
      return numbers.stream()
          .map(it -> new TopicIdPartition(consumers.idOf("orders").orElseThrow(), it))
          .collect(Collectors.toSet());
    }

    private void check() {
      Set<TopicIdPartition> seen = new HashSet<>();
      for (Described member : consumers.group().describe().members()) {
        Set<TopicIdPartition> holds = member.current().held();
        assertThat(holds).as("held by two").noneMatch(seen::contains);
        seen.addAll(holds);
        clients.stream()
            .filter(client -> client.memberId().equals(member.memberId()))
            .filter(client -> client.epoch == member.current().epoch())
            .forEach(client -> assertThat(holds).containsAll(client.reads));
      }
    }

    /** Everybody speaks in turn, for longer than any time-out. */
    private void settle() {
      for (int i = 0; i < 60; i++) {
        for (Client client : clients) {
          speak(client);
          check();
        }
        consumers.pass(1_000);
      }
      assertThat(consumers.group().state()).isEqualTo(ConsumerGroupState.STABLE);
      Set<Integer> read = new HashSet<>();
      clients.forEach(client -> read.addAll(numbers(client.reads)));
      assertThat(read)
          .hasSize(consumers.partitions(consumers.idOf("orders").orElseThrow()).orElseThrow());
      int most = clients.stream().mapToInt(client -> client.reads.size()).max().orElseThrow();
      int least = clients.stream().mapToInt(client -> client.reads.size()).min().orElseThrow();
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
  }
}
