package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import dev.headrace.log.server.RawProducer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.protocol.Errors;

/**
 * Producers that share a transactional id and do anything in any order.
 *
 * @param producers how many of them
 */
record RandomTransactions(int producers, List<Line> lines) implements Script {

  /** What only says that a broker is not done with what was asked before. */
  private static final Set<Errors> ASK_AGAIN =
      Set.of(Errors.CONCURRENT_TRANSACTIONS, Errors.NOT_ENOUGH_REPLICAS);

  private static final Set<TransactionState> ENDING =
      Set.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);

  private static final int MOST_LINES = 25;
  private static final List<Step.Kind> KINDS = List.of(Step.Kind.values());

  /** A step, and which of the producers takes it. */
  record Line(int producer, Step step) {}

  /**
   * @param newest version of the transactional APIs that is spoken
   * @param newestProduce the same of Produce
   */
  static RandomTransactions of(long seed, int newest, int newestProduce) {
    Random random = new Random(seed);
    int producers = 1 + random.nextInt(2);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      lines.add(new Line(i, new Step(Step.Kind.INIT, Math.min(newest, random.nextInt(6)))));
    }
    for (int left = random.nextInt(MOST_LINES); left > 0; left--) {
      Step.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      int last = Math.min(kind.newest, kind == Step.Kind.PRODUCE ? newestProduce : newest);
      int version = random.nextInt(kind.oldest, last + 1);
      lines.add(new Line(random.nextInt(producers), new Step(kind, version)));
    }
    return new RandomTransactions(producers, lines);
  }

  @Override
  public void play(Scene scene) throws Exception {
    Uuid topicId = scene.topic(1);
    List<Player> players = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      players.add(
          new Player(
              scene.open(new RawProducer(scene.address(), scene.name(), topicId, scene.name()))));
    }
    Names names = new Names();
    int lastEnd = Step.VERSION_2;
    for (int number = 0; number < lines.size(); number++) {
      Line line = lines.get(number);
      if (line.step().isTakenForARepetition(lastEnd)) {
        continue;
      }
      Player player = players.get(line.producer());
      Errors answer = answer(line.step(), player, number);
      lastEnd = answer == Errors.NONE && line.step().ends() ? line.step().version() : lastEnd;
      awaitEnd(scene);
      scene.tell(line.producer() + " " + line.step(), answer + ", " + names.of(player.producer()));
    }
    Player last = players.getFirst();
    scene.tell(
        "at last", answer(new Step(Step.Kind.INIT, 5), last, 0) + ", " + names.of(last.producer()));
    scene.tell("committed", scene.records("read_committed"));
    scene.tell("written", scene.records("read_uncommitted"));
    scene.tell("offset", committedOffset(scene));
  }

  /**
   * Kafka answers when an end is decided. What it says until the markers are written depends on who
   * is quicker: a late write may slip in before them.
   */
  private static void awaitEnd(Scene scene) throws Exception {
    await()
        .atMost(Scene.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !ENDING.contains(state(scene)));
  }

  private static TransactionState state(Scene scene) throws Exception {
    try {
      return Scene.done(scene.admin().describeTransactions(List.of(scene.name())).all())
          .get(scene.name())
          .state();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return TransactionState.EMPTY;
      }
      throw e;
    }
  }

  private static Errors answer(Step step, Player player, int number) throws IOException {
    long giveUp = System.nanoTime() + Scene.PATIENCE.toNanos();
    Errors answer = player.take(step, number);
    while (ASK_AGAIN.contains(answer) && System.nanoTime() < giveUp) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      answer = player.take(step, number);
    }
    return answer;
  }

  /** Producer ids differ from log to log; which are the same, and their epochs, do not. */
  private static final class Names {
    private final Map<Long, Integer> ids = new HashMap<>();

    String of(RawProducer producer) {
      if (producer.producerId() < 0) {
        return "nameless";
      }
      Integer id = ids.computeIfAbsent(producer.producerId(), _ -> ids.size());
      return "id " + id + " epoch " + producer.epoch();
    }
  }

  private static String committedOffset(Scene scene) throws Exception {
    return Optional.ofNullable(
            Scene.done(
                    scene
                        .admin()
                        .listConsumerGroupOffsets(
                            RawProducer.GROUP,
                            new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata())
                .get(scene.partition(0)))
        .map(committed -> Long.toString(committed.offset()))
        .orElse("none");
  }

  /** As many seeds as scripts; the first is given, or found. */
  static List<Long> seeds(int count) {
    long first = Long.getLong("headrace.seed", System.nanoTime());
    return IntStream.range(0, count).mapToObj(i -> first + i).toList();
  }
}
