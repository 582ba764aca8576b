package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.broker.PartitionReader;
import dev.headrace.log.broker.PartitionReader.Chunk;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The next record after a setting of a topic was changed is treated by it. */
final class ChangingSettingsOfTopicsTest {

  private static final ConfigResource ORDERS =
      new ConfigResource(ConfigResource.Type.TOPIC, "orders");
  private static final String VALUE = "value ".repeat(100);

  @TempDir Path directory;
  private LogEngine engine;
  private String bootstrap;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory));
    bootstrap =
        "127.0.0.1:"
            + engine
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .address()
                .getPort();
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "enable.metrics.push", false));
    admin
        .createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void compressionType(Compression sent) throws Exception {
    Map<String, Object> producer =
        Map.of("compression.type", sent == Compression.NONE ? "none" : name(sent));

    send(producer, record(VALUE));
    for (Compression wanted : Compression.values()) {
      set("compression.type", wanted == Compression.NONE ? "uncompressed" : name(wanted));
      send(producer, record(VALUE));
      assertThat(compressions().getLast()).isEqualTo(wanted);
    }
    set("compression.type", "producer");
    send(producer, record(VALUE));

    assertThat(compressions().getFirst()).isEqualTo(sent);
    assertThat(compressions().getLast()).isEqualTo(sent);
    assertThat(Engines.committed(engine, "orders", 0)).hasSize(7).containsOnly(VALUE);
  }

  @Test
  void compressionTypeWithRecordsThatBecomeTooLarge() throws Exception {
    Map<String, Object> gzip = Map.of("compression.type", "gzip", "max.request.size", 3_000_000);
    String large = "x".repeat(2_000_000);
    send(gzip, record(large));

    set("compression.type", "uncompressed");

    assertThatThrownBy(() -> send(gzip, record(large)))
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void maxMessageBytes() throws Exception {
    set("max.message.bytes", "1024");

    assertThatThrownBy(() -> send(Map.of(), record("x".repeat(2000))))
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void messageTimestampType() throws Exception {
    ProducerRecord<String, String> old = new ProducerRecord<>("orders", 0, 1L, "key", VALUE);
    assertThat(send(Map.of(), old).timestamp()).isEqualTo(1);

    set("message.timestamp.type", "LogAppendTime");

    assertThat(send(Map.of(), old).timestamp()).isGreaterThan(1_000_000);
  }

  @Test
  void messageTimestampBeforeMax() throws Exception {
    ProducerRecord<String, String> old = new ProducerRecord<>("orders", 0, 1L, "key", VALUE);
    send(Map.of(), old);

    set("message.timestamp.before.max.ms", "1000");

    assertThatThrownBy(() -> send(Map.of(), old))
        .hasCauseInstanceOf(InvalidTimestampException.class);
  }

  @Test
  void cleanupPolicy() throws Exception {
    ProducerRecord<String, String> keyless = new ProducerRecord<>("orders", 0, null, VALUE);
    send(Map.of(), keyless);

    set("cleanup.policy", "compact");

    assertThatThrownBy(() -> send(Map.of(), keyless))
        .hasCauseInstanceOf(InvalidRecordException.class);
  }

  @Test
  void segmentBytes() throws Exception {
    String large = "x".repeat(700_000);
    send(Map.of(), record(large));
    send(Map.of(), record(large));
    assertThat(segments()).isEqualTo(1);

    set("segment.bytes", "1048576");
    send(Map.of(), record(large));

    assertThat(segments()).isEqualTo(2);
  }

  @Test
  void segmentMillis() throws Exception {
    send(Map.of(), record(VALUE));
    send(Map.of(), record(VALUE));

    set("segment.ms", "1");
    send(Map.of(), record(VALUE));

    assertThat(segments()).isEqualTo(2);
  }

  private static ProducerRecord<String, String> record(String value) {
    return new ProducerRecord<>("orders", 0, "key", value);
  }

  private static String name(Compression compression) {
    return compression.name().toLowerCase(Locale.ROOT);
  }

  private void set(String name, String value) throws Exception {
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(ORDERS, List.of(change))).all().get(30, TimeUnit.SECONDS);
  }

  private RecordMetadata send(Map<String, Object> settings, ProducerRecord<String, String> record)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config = new HashMap<>(settings);
    config.put("bootstrap.servers", bootstrap);
    config.put("enable.metrics.push", false);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      return producer.send(record).get();
    }
  }

  private List<Compression> compressions() throws Exception {
    PartitionLog log = engine.partitions().find(new TopicPartition("orders", 0)).orElseThrow();
    PartitionReader reader = new PartitionReader(log, Isolation.READ_UNCOMMITTED);
    Chunk chunk = reader.read(0, 1 << 20, ByteBuffer::allocate);
    assertThat(chunk).isInstanceOf(Chunk.Batches.class);
    return ((Chunk.Batches) chunk).batches().stream().map(RecordBatch::compression).toList();
  }

  private long segments() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("orders-0"))) {
      return files.filter(file -> file.toString().endsWith(".log")).count();
    }
  }
}
