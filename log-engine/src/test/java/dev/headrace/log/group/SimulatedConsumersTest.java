package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.ConsumerGroupDescription.Described;
import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Members that come, go, die, come back and lose answers, over a node that restarts and loses what
 * it has not stored, while topics come, grow and go: no two members ever read the same partition,
 * and once all is quiet, everybody reads its share and all is read.
 */
final class SimulatedConsumersTest {

  private static final int STEPS = 600;

  @Test
  void noPartitionIsReadTwiceAndInTheEndAllAreRead() {
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

  /** What a client knows and does: it stops reading first, and says so with its next heartbeat. */
  private static final class Client {
    private final Optional<String> instance;
    private final String name;
    private int lives;
    private int epoch;
    private Set<TopicIdPartition> reads = new HashSet<>();
    private Set<TopicIdPartition> assigned = Set.of();

    Client(String name, Optional<String> instance) {
      this.name = name;
      this.instance = instance;
    }

    String memberId() {
      return name + "-" + lives;
    }

    void startOver() {
      epoch = ConsumerHeartbeat.JOIN;
      reads = new HashSet<>();
      assigned = Set.of();
    }
  }

  private static final class Simulation {
    private final RandomGenerator random;
    private final TestConsumers consumers = new TestConsumers();
    private final List<Client> clients = new ArrayList<>();

    Simulation(long seed) {
      random = new Random(seed);
      for (int i = 0; i < 5; i++) {
        clients.add(new Client("c" + i, i % 2 == 0 ? Optional.of("i" + i) : Optional.empty()));
      }
      consumers.topic("orders", 3);
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
        case 1 -> {
          client.lives++;
          client.startOver();
        }
        case 2 -> consumers.restart();
        case 3 -> consumers.loses(request(client));
        case 4 -> consumers.heartbeat(request(client));
        case 5 -> consumers.pass(random.nextInt(3_000));
        case 6 -> consumers.topic("orders", 3 + random.nextInt(6));
        case 7 -> consumers.topic("t" + random.nextInt(3), 1 + random.nextInt(4));
        case 8 -> consumers.delete("t" + random.nextInt(3));
        default -> heartbeat(client);
      }
    }

    private void leave(Client client) {
      if (client.epoch != ConsumerHeartbeat.JOIN) {
        boolean forNow = client.instance.isPresent() && random.nextBoolean();
        consumers.heartbeat(
            named(
                client,
                TestConsumers.living(
                    client.memberId(),
                    forNow ? ConsumerHeartbeat.LEAVE_FOR_NOW : ConsumerHeartbeat.LEAVE)));
        client.lives++;
        client.startOver();
      }
    }

    private void heartbeat(Client client) {
      client.reads.retainAll(client.assigned);
      switch (consumers.heartbeat(request(client))) {
        case ConsumerOutcome.Alive alive -> {
          client.epoch = alive.memberEpoch();
          alive
              .assignment()
              .ifPresent(
                  assignment -> {
                    client.assigned = assignment;
                    client.reads.addAll(assignment);
                  });
        }
        case ConsumerOutcome.Refused _ -> client.startOver();
        case ConsumerOutcome.Gone _ -> throw new AssertionError("nobody wanted to go");
      }
    }

    private ConsumerHeartbeat request(Client client) {
      if (client.epoch == ConsumerHeartbeat.JOIN) {
        return named(client, TestConsumers.joining(client.memberId(), "orders", "t0", "t1", "t2"));
      }
      return named(
          client, TestConsumers.owning(client.memberId(), client.epoch, Set.copyOf(client.reads)));
    }

    private static ConsumerHeartbeat named(Client client, ConsumerHeartbeat request) {
      return client.instance.map(it -> TestConsumers.named(request, it)).orElse(request);
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
      for (int i = 0; i < 40; i++) {
        for (Client client : clients) {
          heartbeat(client);
          check();
        }
        consumers.pass(1_000);
      }
      ConsumerGroupDescription described = consumers.group().describe();
      assertThat(described.state()).isEqualTo(ConsumerGroupState.STABLE);
      assertThat(described.members()).hasSameSizeAs(clients);
      Set<TopicIdPartition> read = new HashSet<>();
      clients.forEach(client -> read.addAll(client.reads));
      Set<TopicIdPartition> all = new HashSet<>();
      for (String topic : List.of("orders", "t0", "t1", "t2")) {
        consumers
            .idOf(topic)
            .ifPresent(
                id -> {
                  for (int i = 0; i < consumers.partitions(id).orElse(0); i++) {
                    all.add(new TopicIdPartition(id, i));
                  }
                });
      }
      assertThat(read).isEqualTo(all);
      int most = clients.stream().mapToInt(client -> client.reads.size()).max().orElseThrow();
      int least = clients.stream().mapToInt(client -> client.reads.size()).min().orElseThrow();
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
  }
}
