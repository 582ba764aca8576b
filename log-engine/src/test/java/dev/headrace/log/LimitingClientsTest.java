package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas of client ids, set by Kafka's admin client and felt by Kafka's clients. */
final class LimitingClientsTest {

  private static final ClientQuotaEntity GREEDY =
      new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "greedy"));
  private static final int RECORD_BYTES = 100_000;

  @TempDir Path directory;
  private LogEngine engine;
  private Admin admin;
  private String bootstrap;

  @BeforeEach
  void open() throws Exception {
    engine = LogEngine.open(EngineSettings.of(directory));
    bootstrap =
        "127.0.0.1:"
            + engine
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .address()
                .getPort();
    admin = Admin.create(config("admin"));
  }

  @AfterEach
  void close() throws Exception {
    admin.close();
    engine.close();
  }

  @Test
  void aProducerBeyondItsQuotaIsHeldBackAndLosesNothing() throws Exception {
    alter(GREEDY, "producer_byte_rate", 200_000.0);

    assertThat(throttleMillisOfProducer("greedy", 6)).isPositive();
    assertThat(throttleMillisOfProducer("modest", 6)).isZero();
  }

  @Test
  void aConsumerBeyondItsQuotaIsHeldBackAndMissesNothing() throws Exception {
    throttleMillisOfProducer("modest", 10);
    alter(new ClientQuotaEntity(defaultClient()), "consumer_byte_rate", 500_000.0);

    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            config("reader", Map.of("auto.offset.reset", "earliest", "fetch.max.bytes", 150_000)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition("orders", 0)));
      int read = 0;
      while (read < 10) {
        read += consumer.poll(Duration.ofSeconds(30)).count();
      }
      assertThat(metric(consumer.metrics(), "fetch-throttle-time-max")).isPositive();
    }
  }

  @Test
  void quotasAreShownAndOutliveARestart() throws Exception {
    alter(GREEDY, "producer_byte_rate", 1000.0);
    alter(GREEDY, "request_percentage", 50.0);
    alter(new ClientQuotaEntity(defaultClient()), "producer_byte_rate", 5000.0);
    close();
    open();

    assertThat(quotas(ClientQuotaFilter.all())).hasSize(2);
    assertThat(
            quotas(
                ClientQuotaFilter.contains(
                    List.of(ClientQuotaFilterComponent.ofEntity("client-id", "greedy")))))
        .isEqualTo(
            Map.of(GREEDY, Map.of("producer_byte_rate", 1000.0, "request_percentage", 50.0)));
    assertThat(
            quotas(
                ClientQuotaFilter.contains(
                    List.of(ClientQuotaFilterComponent.ofDefaultEntity("client-id")))))
        .hasSize(1);
  }

  @Test
  void aQuotaThatIsTakenAwayIsGone() throws Exception {
    alter(GREEDY, "producer_byte_rate", 1000.0);
    alter(GREEDY, "producer_byte_rate", null);

    assertThat(quotas(ClientQuotaFilter.all())).isEmpty();
    assertThat(throttleMillisOfProducer("greedy", 3)).isZero();
  }

  @Test
  void whatCannotBeLimitedIsRefused() {
    ClientQuotaEntity user = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "ann"));
    ClientQuotaEntity nameless = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, ""));

    assertThatThrownBy(() -> alter(user, "producer_byte_rate", 1.0))
        .hasCauseInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("client-id");
    assertThatThrownBy(() -> alter(nameless, "producer_byte_rate", 1.0))
        .hasCauseInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> alter(GREEDY, "producer_byte_rat", 1.0))
        .hasMessageContaining("producer_byte_rat");
    assertThatThrownBy(() -> alter(GREEDY, "producer_byte_rate", 0.0))
        .hasMessageContaining("above 0");
  }

  @Test
  void whatCannotBeLookedForIsRefused() throws Exception {
    assertThat(quotas(ofAny(ClientQuotaEntity.USER))).isEmpty();
    assertThatThrownBy(() -> quotas(ofAny("sort")))
        .hasCauseInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("sort");
    assertThatThrownBy(() -> quotas(ofAny(""))).hasCauseInstanceOf(InvalidRequestException.class);
  }

  private static ClientQuotaFilter ofAny(String entityType) {
    return ClientQuotaFilter.contains(List.of(ClientQuotaFilterComponent.ofEntityType(entityType)));
  }

  private static Map<String, String> defaultClient() {
    Map<String, String> entity = new HashMap<>();
    entity.put(ClientQuotaEntity.CLIENT_ID, null);
    return entity;
  }

  private void alter(ClientQuotaEntity entity, String key, Double value) throws Exception {
    done(
        admin
            .alterClientQuotas(
                List.of(
                    new ClientQuotaAlteration(
                        entity, List.of(new ClientQuotaAlteration.Op(key, value)))))
            .all());
  }

  private Map<ClientQuotaEntity, Map<String, Double>> quotas(ClientQuotaFilter filter)
      throws Exception {
    return done(admin.describeClientQuotas(filter).entities());
  }

  private double throttleMillisOfProducer(String clientId, int records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            config(clientId), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>("orders", 0, null, new byte[RECORD_BYTES])).get();
      }
      return metric(producer.metrics(), "produce-throttle-time-max");
    }
  }

  private static double metric(Map<?, ? extends Metric> metrics, String name) {
    return metrics.values().stream()
        .filter(metric -> metric.metricName().name().equals(name))
        .mapToDouble(metric -> (double) metric.metricValue())
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(0);
  }

  private Map<String, Object> config(String clientId) {
    return config(clientId, Map.of());
  }

  private Map<String, Object> config(String clientId, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrap);
    config.put("client.id", clientId);
    config.put("enable.metrics.push", false);
    return config;
  }

  private static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
