package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real file system that clients fill, and somebody else to its last byte: nothing is lost, also
 * when the node is killed then, and it goes on when records are deleted with Kafka's own tools.
 */
class LivingOnASmallDiskTest {

  private static final int DISK_MIB = 90;
  private static final int SEGMENT_BYTES = 4 << 20;
  private static final int VALUE_BYTES = 500_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path folder;
  private Path disk;
  private NodeProcess node;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()),
        "a small disk cannot be mounted here: that needs root and the right to mount");
  }

  @AfterEach
  void unmount() throws Exception {
    if (node != null) {
      node.close();
    }
    run("umount", disk.toString());
  }

  private static boolean run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }

  @Test
  void itIsFilledAndClearedByKafkasOwnClients() throws Exception {
    node = NodeProcess.startOnSmallDisk(disk.resolve("data"), 16 << 20, SEGMENT_BYTES);
    try (Admin admin = Admin.create(config(Map.of()));
        KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();

      int acknowledged = fill();
      Future<RecordMetadata> waiting = producer.send(record());
      assertThat(read(acknowledged)).isEqualTo(acknowledged);

      takeTheRest();
      assertThat(read(acknowledged)).isEqualTo(acknowledged);
      node.kill();
      node.restart();
      assertThat(read(acknowledged)).isEqualTo(acknowledged);
      assertThat(waiting.isDone()).isFalse();

      admin
          .deleteRecords(Map.of(ORDERS, RecordsToDelete.beforeOffset(acknowledged)))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).offset())
          .isEqualTo(acknowledged);
    }
  }

  /** Nothing is kept free here; the wish itself has to be stored. */
  @Test
  void itIsClearedByARetentionThatIsLoweredWithoutAByteLeft() throws Exception {
    node = NodeProcess.startOnSmallDisk(disk.resolve("data"), 0, SEGMENT_BYTES);
    try (Admin admin = Admin.create(config(Map.of()));
        KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
      int acknowledged = fill();
      takeTheRest();
      Future<RecordMetadata> waiting = producer.send(record());

      lowerRetention(admin);

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).offset())
          .isGreaterThanOrEqualTo(acknowledged);
      await().atMost(PATIENCE).until(() -> startOffset(admin) > 0);
      node.kill();
      node.restart();
      await().atMost(PATIENCE).until(() -> startOffset(admin) > 0);
    }
  }

  /** Until they are refused. */
  private int fill() throws Exception {
    Map<String, Object> impatient = Map.of("retries", 0, "enable.idempotence", false);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(impatient)) {
      for (int i = 0; i < DISK_MIB * (1 << 20) / VALUE_BYTES; i++) {
        sent.add(producer.send(record()));
      }
      producer.flush();
    }
    assertThatThrownBy(() -> sent.getLast().get()).hasCauseInstanceOf(KafkaStorageException.class);
    int acknowledged = 0;
    for (Future<RecordMetadata> each : sent) {
      acknowledged += each.state() == Future.State.SUCCESS ? 1 : 0;
    }
    assertThat(acknowledged).isPositive();
    return acknowledged;
  }

  private void takeTheRest() throws IOException {
    byte[] piece = new byte[1 << 20];
    for (int bytes = piece.length; bytes > 0; ) {
      try (OutputStream others =
          Files.newOutputStream(
              disk.resolve("others"),
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        others.write(piece, 0, bytes);
      } catch (IOException _) {
        bytes /= 2;
      }
    }
    assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
  }

  private int read(int atLeast) {
    int count = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            config(Map.of("auto.offset.reset", "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(ORDERS));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (count < atLeast && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
          count += each.value().length == VALUE_BYTES ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static void lowerRetention(Admin admin) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    Collection<AlterConfigOp> lower =
        List.of(
            new AlterConfigOp(
                new ConfigEntry("retention.bytes", Integer.toString(SEGMENT_BYTES)),
                AlterConfigOp.OpType.SET));
    admin
        .incrementalAlterConfigs(Map.of(topic, lower))
        .all()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static long startOffset(Admin admin) throws Exception {
    return admin
        .listOffsets(Map.of(ORDERS, OffsetSpec.earliest()))
        .partitionResult(ORDERS)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .offset();
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>("orders", new byte[VALUE_BYTES]);
  }

  private Map<String, Object> config(Map<String, Object> settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", node.bootstrapServers());
    config.put("enable.metrics.push", false);
    config.putAll(settings);
    return config;
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(
        config(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
