package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.storage.CleaningSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's clients see when old records go, by retention or because an admin deletes them. */
final class LosingOldRecordsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final int RECORDS = 30;

  @TempDir Path directory;
  private LogEngine engine;
  private Admin admin;
  private String bootstrap;

  @BeforeEach
  void start() throws Exception {
    open();
    done(
        admin
            .createTopics(
                List.of(
                    new NewTopic("orders", 1, (short) 1)
                        .configs(Map.of("segment.bytes", "1048576", "retention.ms", "-1")),
                    new NewTopic("states", 1, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact"))))
            .all());
    try (var producer =
        new KafkaProducer<>(
            config(Map.of("batch.size", 1)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>("orders", 0, 1_000L + i, null, new byte[200_000]));
      }
      producer.flush();
    }
  }

  private void open() throws Exception {
    CleaningSettings cleaning = CleaningSettings.defaults().withRetentionCheckMillis(50);
    engine =
        LogEngine.open(
            EngineSettings.of(directory)
                .withLogFlush(EngineSettings.LogFlush.OS)
                .withKeeping(LogKeeping.defaults().withCleaning(cleaning)));
    Listener listener = engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    bootstrap = "127.0.0.1:" + listener.address().getPort();
    admin = Admin.create(config(Map.of()));
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    engine.close();
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new java.util.HashMap<>(more);
    config.put("bootstrap.servers", bootstrap);
    config.put("enable.metrics.push", false);
    return config;
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private long delete(TopicPartition partition, long before) throws Exception {
    return done(admin
            .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
            .lowWatermarks()
            .get(partition))
        .lowWatermark();
  }

  private ListOffsetsResultInfo offset(OffsetSpec spec) throws Exception {
    return done(admin.listOffsets(Map.of(ORDERS, spec)).partitionResult(ORDERS));
  }

  private long firstRead(Map<String, Object> more) {
    try (var consumer =
        new KafkaConsumer<>(
            config(more), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(ORDERS));
      consumer.seek(ORDERS, 0);
      long[] first = {-1};
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(it -> first[0] = first[0] < 0 ? it.offset() : first[0]);
                return first[0] >= 0;
              });
      return first[0];
    }
  }

  @Test
  void deletedRecordsAreGoneForEveryClientAtOnceAndAfterARestart() throws Exception {
    assertThat(delete(ORDERS, 7)).isEqualTo(7);

    for (int i = 0; i < 2; i++) {
      assertThat(offset(OffsetSpec.earliest()).offset()).isEqualTo(7);
      assertThat(offset(OffsetSpec.forTimestamp(1_000)).offset()).isEqualTo(7);
      assertThat(firstRead(Map.of("auto.offset.reset", "earliest"))).isEqualTo(7);
      assertThatThrownBy(() -> firstRead(Map.of("auto.offset.reset", "none")))
          .isInstanceOf(org.apache.kafka.clients.consumer.OffsetOutOfRangeException.class);
      stop();
      open();
    }
    assertThat(delete(ORDERS, -1)).isEqualTo(RECORDS);
    assertThat(offset(OffsetSpec.earliest()).offset()).isEqualTo(RECORDS);
  }

  @Test
  void whatCannotBeDeletedIsSaidAsKafkaSaysIt() {
    assertRefused(ORDERS, RECORDS + 1, OffsetOutOfRangeException.class);
    assertRefused(new TopicPartition("states", 0), 0, PolicyViolationException.class);
    assertRefused(new TopicPartition("__headrace_metadata", 0), 0, InvalidTopicException.class);
  }

  private void assertRefused(
      TopicPartition partition, long before, Class<? extends Throwable> why) {
    assertThatThrownBy(() -> delete(partition, before))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(why);
  }

  @Test
  void aChangedRetentionTakesEffectAtOnce() throws Exception {
    assertThat(offset(OffsetSpec.earliest()).offset()).isZero();

    set("retention.bytes", "3000000");

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> offset(OffsetSpec.earliest()).offset() > RECORDS - 25);
    long start = offset(OffsetSpec.earliest()).offset();
    assertThat(start).isLessThanOrEqualTo(RECORDS - 15);
    assertThat(offset(OffsetSpec.forTimestamp(0)).offset()).isEqualTo(start);
    assertThat(offset(OffsetSpec.forTimestamp(1_000 + RECORDS - 1)).offset())
        .isEqualTo(RECORDS - 1);

    set("retention.ms", "1000");

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> offset(OffsetSpec.earliest()).offset() == RECORDS);
    assertThat(offset(OffsetSpec.forTimestamp(0)).offset()).isEqualTo(-1);
  }

  private void set(String name, String value) throws Exception {
    done(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, "orders"),
                    List.of(
                        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
            .all());
  }
}
