package dev.headrace.log.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.group.JoinOutcome.Joined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Members that join, die, restart and forget in any order, over a disk that is slow or fails: a
 * generation has one leader and one set of members, each of whom is assigned exactly what that
 * leader gave it; and once all is quiet, all who live are in one stable generation.
 */
final class SimulatedGroupTest {

  private static final int STEPS = 2_000;

  @Test
  void everyGenerationHasOneLeaderAndOneAssignment() {
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

  /** What a client knows; its requests are on their way while their tickets are there. */
  private static final class Client {
    private final String name;
    private final Optional<String> instance;
    private String memberId = "";
    private Optional<Joined> generation = Optional.empty();
    private Optional<Ticket> joining = Optional.empty();
    private Optional<Ticket> syncing = Optional.empty();
    private Optional<String> assignment = Optional.empty();

    Client(String name, Optional<String> instance) {
      this.name = name;
      this.instance = instance;
    }

    void forget() {
      memberId = "";
      startOver();
    }

    void startOver() {
      generation = Optional.empty();
      joining = Optional.empty();
      syncing = Optional.empty();
      assignment = Optional.empty();
    }
  }

  private static final class Simulation {
    private final RandomGenerator random;
    private final TestGroup group;
    private final List<Client> clients = new ArrayList<>();
    private final Map<Integer, String> leaders = new HashMap<>();
    private final Map<Integer, List<String>> members = new HashMap<>();

    Simulation(long seed) {
      random = new Random(seed);
      int initialDelayMillis = random.nextBoolean() ? 0 : 1_000;
      group = new TestGroup(new GroupLimits(1_000, 60_000, initialDelayMillis, 100, 1 << 20));
      for (int i = 0; i < 6; i++) {
        clients.add(
            new Client("c" + i, i % 3 == 0 ? Optional.of("instance" + i) : Optional.empty()));
      }
      group.storeLater();
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        disturb();
        clients.forEach(this::receive);
      }
      comeToRest();
    }

    private void disturb() {
      Client client = clients.get(random.nextInt(clients.size()));
      switch (random.nextInt(12)) {
        case 0 -> client.forget();
        case 1 -> leave(client);
        case 2 -> group.pass(random.nextInt(4_000));
        case 3, 4 -> store();
        case 5 -> {
          if (group.isStoring()) {
            group.failToStore();
          }
        }
        default -> act(client);
      }
    }

    private void store() {
      if (group.isStoring()) {
        group.store();
      }
    }

    private void leave(Client client) {
      group.leaves(new Group.Leaver(client.memberId, client.instance));
      client.forget();
    }

    /** What a client does when its turn comes. */
    private void act(Client client) {
      if (client.joining.isPresent() || client.syncing.isPresent()) {
        return;
      }
      if (client.generation.isEmpty()) {
        client.joining =
            Optional.of(
                group.ask(
                    TestGroup.request(
                        client.name,
                        client.memberId,
                        client.instance,
                        JoinRequest.Abilities.ALL,
                        TestGroup.protocol("range", client.name))));
      } else if (client.assignment.isEmpty()) {
        client.syncing = Optional.of(group.syncs(client.generation.get(), client.instance));
      } else {
        group.heartbeat(identity(client)).ifPresent(error -> refused(client, error));
      }
    }

    private static MemberIdentity identity(Client client) {
      return new MemberIdentity(
          client.memberId, client.instance, client.generation.orElseThrow().generation());
    }

    private void receive(Client client) {
      client.joining.flatMap(group::joinAnswer).ifPresent(answer -> joined(client, answer));
      Optional<SyncOutcome> synced = client.syncing.flatMap(group::syncAnswer);
      synced.ifPresent(answer -> synced(client, answer));
    }

    private void joined(Client client, JoinOutcome answer) {
      client.joining = Optional.empty();
      switch (answer) {
        case Joined joined -> {
          client.memberId = joined.memberId();
          client.generation = Optional.of(joined);
          checkGeneration(joined);
        }
        case JoinOutcome.Refused(GroupError error, String memberId) -> {
          if (error == GroupError.MEMBER_ID_REQUIRED) {
            client.memberId = memberId;
          } else {
            refused(client, error);
          }
        }
      }
    }

    private void checkGeneration(Joined joined) {
      if (joined.members().isEmpty() || joined.assignment() == JoinOutcome.Assigning.SKIPPED) {
        return;
      }
      assertThat(joined.leader()).isEqualTo(joined.memberId());
      List<String> all = joined.members().stream().map(JoinOutcome.Participant::memberId).toList();
      assertThat(all).doesNotHaveDuplicates();
      assertThat(leaders.putIfAbsent(joined.generation(), joined.leader()))
          .isIn(null, joined.leader());
      assertThat(members.putIfAbsent(joined.generation(), all)).isIn(null, all);
    }

    private void synced(Client client, SyncOutcome answer) {
      client.syncing = Optional.empty();
      switch (answer) {
        case SyncOutcome.Synced synced -> {
          int generation = client.generation.orElseThrow().generation();
          String work = TestGroup.text(synced.assignment());
          client.assignment = Optional.of(work);
          checkAssignment(client, generation, work);
        }
        case SyncOutcome.Refused(GroupError error) -> refused(client, error);
      }
    }

    private void checkAssignment(Client client, int generation, String work) {
      assertThat(group.log()).anyMatch(stored -> stored.generation() == generation);
      assertThat(members).containsKey(generation);
      if (client.instance.isEmpty()) {
        assertThat(work).isEqualTo(TestGroup.workOf(client.memberId, generation));
      } else {
        assertThat(members.get(generation))
            .as("the place of its former self")
            .anyMatch(member -> work.equals(TestGroup.workOf(member, generation)));
      }
    }

    private void refused(Client client, GroupError error) {
      switch (error) {
        case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> client.forget();
        default -> client.startOver();
      }
    }

    private void comeToRest() {
      for (int i = 0; i < 400; i++) {
        for (Client client : clients) {
          act(client);
          receive(client);
        }
        store();
        clients.forEach(this::receive);
        group.pass(500);
      }
      assertThat(group.state()).isInstanceOf(GroupState.Stable.class);
      assertThat(clients)
          .allSatisfy(
              client -> {
                assertThat(client.assignment).isPresent();
                assertThat(client.generation.orElseThrow().generation())
                    .isEqualTo(group.state().generation());
              });
      assertThat(clients.stream().map(client -> client.assignment)).doesNotHaveDuplicates();
      GroupMetadata live = group.group().describe();
      group.restart();
      assertThat(group.group().describe()).as("replayed").isEqualTo(live);
    }
  }
}
