package dev.headrace.log.group.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whoever subscribes to whatever: all is shared out, once, evenly, and little is moved. */
final class SharingOutEvenlyTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3) * 100;

  @Test
  void allIsAssignedOnceToThoseWhoSubscribe() {
    forSeeds(
        random -> {
          Case some = Case.mixed(random);
          for (Assignor assignor : Assignor.values()) {
            some.checkComplete(assignor.assign(some.subscribers, some.partitions));
          }
        });
  }

  @Test
  void uniformSharesCannotBeMoreEven() {
    forSeeds(
        random -> {
          Case some = Case.mixed(random);
          Map<String, Set<TopicIdPartition>> shares = some.uniform();
          for (Subscriber from : some.subscribers) {
            int least =
                some.reachable(from, shares).stream()
                    .mapToInt(it -> shares.get(it.memberId()).size())
                    .min()
                    .orElseThrow();
            assertThat(shares.get(from.memberId()).size() - least).isLessThanOrEqualTo(1);
          }
        });
  }

  @Test
  void uniformSharesStayWhereNothingHasChanged() {
    forSeeds(
        random -> {
          Case some = Case.mixed(random);
          Map<String, Set<TopicIdPartition>> shares = some.uniform();
          assertThat(some.after(shares).uniform()).isEqualTo(shares);
        });
  }

  @Test
  void aNewcomerGetsItsShareAndNothingElseMoves() {
    forSeeds(
        random -> {
          Case before = Case.alike(random);
          Map<String, Set<TopicIdPartition>> shares = before.uniform();
          Case after = before.after(shares);
          after.subscribers.add(
              new Subscriber("newcomer", Optional.empty(), before.partitions.keySet(), Set.of()));

          Map<String, Set<TopicIdPartition>> anew = after.uniform();

          assertThat(anew.get("newcomer")).hasSize(before.total() / after.subscribers.size());
          before.subscribers.forEach(
              it -> assertThat(shares.get(it.memberId())).containsAll(anew.get(it.memberId())));
        });
  }

  @Test
  void whatALeaverHadIsSharedOutAndNothingElseMoves() {
    forSeeds(
        random -> {
          Case before = Case.alike(random);
          Map<String, Set<TopicIdPartition>> shares = before.uniform();
          Case after = before.after(shares);
          after.subscribers.removeFirst();

          Map<String, Set<TopicIdPartition>> anew = after.uniform();

          after.subscribers.forEach(
              it -> assertThat(anew.get(it.memberId())).containsAll(shares.get(it.memberId())));
        });
  }

  @Test
  void rangesAreOfNeighboursAndOfEqualLength() {
    forSeeds(
        random -> {
          Case some = Case.alike(random);
          Map<String, Set<TopicIdPartition>> shares =
              Assignor.RANGE.assign(some.subscribers, some.partitions);
          some.partitions.forEach(
              (topic, count) -> {
                for (Set<TopicIdPartition> share : shares.values()) {
                  TreeSet<Integer> range = new TreeSet<>();
                  share.stream()
                      .filter(it -> it.topicId().equals(topic))
                      .forEach(it -> range.add(it.partition()));
                  int least = count / some.subscribers.size();
                  assertThat(range.size()).isBetween(least, least + 1);
                  assertThat(range.isEmpty() ? 0 : range.last() - range.first() + 1)
                      .isEqualTo(range.size());
                }
              });
        });
  }

  @Test
  void topicsOfEqualSizeAreCutAlike() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    List<Subscriber> subscribers = new ArrayList<>();
    for (String id : List.of("b", "a", "c")) {
      subscribers.add(new Subscriber(id, Optional.empty(), Set.of(one, other), Set.of()));
    }

    Map<String, Set<TopicIdPartition>> shares =
        Assignor.RANGE.assign(subscribers, Map.of(one, 7, other, 7));

    assertThat(shares.get("a")).hasSize(6).contains(new TopicIdPartition(one, 0));
    assertThat(shares.get("a")).contains(new TopicIdPartition(other, 2));
    assertThat(shares.get("c")).containsOnlyOnce(new TopicIdPartition(other, 6)).hasSize(4);
  }

  private static void forSeeds(Consumer<Random> check) {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = System.nanoTime();
      try {
        check.accept(new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private record Case(List<Subscriber> subscribers, Map<UUID, Integer> partitions) {

    /** All subscribe to all topics, and had nothing before. */
    static Case alike(Random random) {
      Case some = new Case(new ArrayList<>(), topics(random));
      for (int i = 0; i <= random.nextInt(8); i++) {
        some.subscribers.add(
            new Subscriber("m" + i, Optional.empty(), some.partitions.keySet(), Set.of()));
      }
      return some;
    }

    /** Some subscribe to some topics, and say that they had something, true or not. */
    static Case mixed(Random random) {
      Map<UUID, Integer> topics = topics(random);
      Case some = new Case(new ArrayList<>(), topics);
      List<UUID> known = new ArrayList<>(topics.keySet());
      known.add(new UUID(random.nextLong(), random.nextLong()));
      for (int i = 0; i <= random.nextInt(8); i++) {
        Set<UUID> wanted = new HashSet<>();
        Set<TopicIdPartition> former = new HashSet<>();
        for (UUID topic : known) {
          if (random.nextBoolean()) {
            wanted.add(topic);
          }
          for (int n = random.nextInt(4); n > 0; n--) {
            former.add(new TopicIdPartition(topic, random.nextInt(12)));
          }
        }
        Optional<String> instance =
            random.nextInt(3) == 0 ? Optional.of("i" + i) : Optional.empty();
        some.subscribers.add(new Subscriber("m" + i, instance, wanted, former));
      }
      return some;
    }

    private static Map<UUID, Integer> topics(Random random) {
      Map<UUID, Integer> topics = new HashMap<>();
      for (int i = 0; i <= random.nextInt(5); i++) {
        topics.put(new UUID(random.nextLong(), random.nextLong()), 1 + random.nextInt(10));
      }
      return topics;
    }

    Map<String, Set<TopicIdPartition>> uniform() {
      return Assignor.UNIFORM.assign(subscribers, partitions);
    }

    Case after(Map<String, Set<TopicIdPartition>> shares) {
      List<Subscriber> anew = new ArrayList<>();
      for (Subscriber it : subscribers) {
        anew.add(
            new Subscriber(it.memberId(), it.instanceId(), it.topics(), shares.get(it.memberId())));
      }
      return new Case(anew, partitions);
    }

    int total() {
      return partitions.values().stream().mapToInt(Integer::intValue).sum();
    }

    void checkComplete(Map<String, Set<TopicIdPartition>> shares) {
      List<TopicIdPartition> expected = new ArrayList<>();
      partitions.forEach(
          (topic, count) -> {
            if (subscribers.stream().anyMatch(it -> it.topics().contains(topic))) {
              for (int i = 0; i < count; i++) {
                expected.add(new TopicIdPartition(topic, i));
              }
            }
          });
      assertThat(shares.values().stream().flatMap(Set::stream))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(shares).hasSameSizeAs(subscribers);
      for (Subscriber it : subscribers) {
        assertThat(shares.get(it.memberId())).allMatch(p -> it.topics().contains(p.topicId()));
      }
    }

    /** To whom partitions can come from a member, handed on from one to the next. */
    Set<Subscriber> reachable(Subscriber from, Map<String, Set<TopicIdPartition>> shares) {
      Set<Subscriber> reached = new HashSet<>(Set.of(from));
      Queue<Subscriber> open = new ArrayDeque<>(reached);
      while (!open.isEmpty()) {
        for (TopicIdPartition partition : shares.get(open.remove().memberId())) {
          for (Subscriber taker : subscribers) {
            if (taker.topics().contains(partition.topicId()) && reached.add(taker)) {
              open.add(taker);
            }
          }
        }
      }
      return reached;
    }
  }
}
