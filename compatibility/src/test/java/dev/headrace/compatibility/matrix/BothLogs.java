package dev.headrace.compatibility.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.compatibility.KafkaBroker;
import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.log.LogKeeping;
import dev.headrace.log.server.RawProducer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/** Apache Kafka in a process of its own, and the log here in this one. */
final class BothLogs implements AutoCloseable {

  private static final long CLEANING_MILLIS = 100;

  private final Path directory;
  private final KafkaBroker broker;
  private final LogEngine engine;
  private final String own;
  private final AtomicInteger scripts = new AtomicInteger();
  private final ExecutorService players =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("player-", 0).factory());

  private BothLogs(Path directory, KafkaBroker broker, LogEngine engine, String own) {
    this.directory = directory;
    this.broker = broker;
    this.engine = engine;
    this.own = own;
  }

  static BothLogs start() {
    try {
      Path directory = Files.createTempDirectory("both-logs");
      KafkaBroker broker = KafkaBroker.start(directory);
      LogKeeping keeping = LogKeeping.defaults();
      LogEngine engine =
          LogEngine.open(
              EngineSettings.of(directory.resolve("headrace"))
                  .withKeeping(
                      keeping.withCleaning(
                          keeping.cleaning().withCompactionCheckMillis(CLEANING_MILLIS))));
      InetSocketAddress address =
          engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
      BothLogs both = new BothLogs(directory, broker, engine, "127.0.0.1:" + address.getPort());
      both.tellAlike(BothLogs::makeTheirOwnTopics);
      return both;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A broker makes the topics of transactions and offsets when it is first asked for them. */
  @SuppressWarnings("removal") // no consumer gives such metadata
  private static void makeTheirOwnTopics(Scene scene) throws Exception {
    Scene.done(scene.admin().createTopics(List.of(new NewTopic(scene.name(), 1, (short) 1))).all());
    scene.settle();
    KafkaProducer<String, String> producer = scene.producer(Map.of("transactional.id", "first"));
    producer.initTransactions();
    producer.beginTransaction();
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(scene.name(), 0), new OffsetAndMetadata(1)),
        new ConsumerGroupMetadata(RawProducer.GROUP));
    producer.commitTransaction();
  }

  /** Plays a script on both: what they tell must be the same. */
  void tellAlike(Script script) {
    String name = "script-" + scripts.incrementAndGet();
    Future<List<String>> kafkas =
        players.submit(() -> Scene.play(script, name, broker.bootstrapServers()));
    Future<List<String>> ours = players.submit(() -> Scene.play(script, name, own));
    List<String> expected = told("Apache Kafka", kafkas);
    assertThat(String.join("\n", told("the log here", ours)))
        .as("what the log here tells, expected as Apache Kafka does")
        .isEqualTo(String.join("\n", expected));
  }

  private static List<String> told(String who, Future<List<String>> play) {
    try {
      return play.get(2 * Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the script cannot be played on " + who, e);
    }
  }

  @Override
  public void close() throws Exception {
    players.shutdownNow();
    engine.close();
    broker.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
