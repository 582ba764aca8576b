package dev.headrace.compatibility.matrix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which batches are taken, taken for repeated, and refused. */
@ExtendWith(BesideKafka.class)
final class WritingIdempotentlyTest {

  private static final int SCRIPTS = Integer.getInteger("headrace.rounds", 3);
  private static final int BATCHES = 60;

  @Test
  void repeatedBatchesAreStoredOnce(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          Batches batches = new Batches(scene);
          long id = batches.producerId();
          for (int i = 0; i < 7; i++) {
            scene.tell("batch " + i, batches.write(id, 0, 2 * i, 2));
          }
          for (int i = 6; i >= 0; i--) {
            scene.tell("batch " + i + " again", batches.write(id, 0, 2 * i, 2));
          }
          scene.tell("part of a batch", batches.write(id, 0, 12, 1));
          scene.tell("more than a batch", batches.write(id, 0, 12, 3));
          scene.tell("records", scene.records("read_uncommitted"));
        });
  }

  @Test
  void gapsAndOldEpochsAreRefused(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          Batches batches = new Batches(scene);
          long id = batches.producerId();
          scene.tell("first", batches.write(id, 0, 0, 3));
          scene.tell("gap", batches.write(id, 0, 9, 1));
          scene.tell("next epoch, not from zero", batches.write(id, 1, 3, 1));
          scene.tell("next epoch", batches.write(id, 1, 0, 1));
          scene.tell("old epoch", batches.write(id, 0, 3, 1));
          scene.tell("unknown producer, not from zero", batches.write(id + 1, 0, 5, 1));
          scene.tell("and on", batches.write(id + 1, 0, 6, 1));
          scene.tell("records", scene.records("read_uncommitted"));
        });
  }

  @Test
  void numbersGoOnAtZeroBehindTheGreatest(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(1);
          Batches batches = new Batches(scene);
          long id = batches.producerId();
          scene.tell("around", batches.write(id, 0, Integer.MAX_VALUE - 1, 4));
          scene.tell("again", batches.write(id, 0, Integer.MAX_VALUE - 1, 4));
          scene.tell("on", batches.write(id, 0, 2, 1));
          scene.tell("gap", batches.write(id, 0, 4, 1));
        });
  }

  @Test
  void whateverIsWritten(BothLogs both) {
    for (int script = 0; script < SCRIPTS; script++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      both.tellAlike(scene -> writeAnything(scene, seed));
    }
  }

  private static void writeAnything(Scene scene, long seed) throws Exception {
    scene.tell("seed", seed);
    Random random = new Random(seed);
    scene.topic(1);
    Batches batches = new Batches(scene);
    List<Long> ids = List.of(batches.producerId(), batches.producerId());
    Map<Integer, Integer> next = new HashMap<>();
    for (int i = 0; i < BATCHES; i++) {
      int who = random.nextInt(ids.size());
      int epoch = i / 20 + (random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0);
      int count = 1 + random.nextInt(3);
      int expected = next.getOrDefault(10 * who + epoch, 0);
      int sequence = random.nextInt(3) > 0 ? expected : Math.max(0, expected - random.nextInt(9));
      String answer = batches.write(ids.get(who), Math.max(0, epoch), sequence, count);
      if (answer.startsWith("NONE") && sequence == expected) {
        next.put(10 * who + epoch, expected + count);
      }
      scene.tell("%d epoch %d number %d, %d".formatted(who, epoch, sequence, count), answer);
    }
    scene.tell("records", scene.records("read_uncommitted"));
  }

  @Test
  void aProducerThatStartsAgainGoesOn(BothLogs both) {
    both.tellAlike(
        scene -> {
          scene.topic(2);
          for (String run : List.of("first", "second")) {
            try (KafkaProducer<String, String> producer = scene.producer(Map.of())) {
              for (int i = 0; i < 10; i++) {
                var sent = producer.send(new ProducerRecord<>(scene.name(), "k" + i, run)).get();
                scene.tell("k" + i, sent);
              }
            }
          }
          scene.tell("records", scene.records("read_uncommitted"));
        });
  }

  /** Batches of idempotent producers, under whatever id, epoch and number. */
  private static final class Batches {
    private final Scene scene;
    private final RawWrites writes;

    Batches(Scene scene) throws IOException {
      this.scene = scene;
      this.writes = scene.open(new RawWrites(scene.address()));
    }

    long producerId() throws IOException {
      return writes.producerId();
    }

    /**
     * @param sequence of the first of its records
     */
    String write(long producerId, int epoch, int sequence, int count) throws IOException {
      SimpleRecord[] records =
          IntStream.range(0, count)
              .mapToObj(i -> "%d/%d+%d".formatted(epoch, sequence, i))
              .map(value -> new SimpleRecord(1_000, value.getBytes(StandardCharsets.UTF_8)))
              .toArray(SimpleRecord[]::new);
      return writes.write(
          scene.name(),
          0,
          -1,
          MemoryRecords.withIdempotentRecords(
              Compression.NONE, producerId, (short) epoch, sequence, records));
    }
  }
}
