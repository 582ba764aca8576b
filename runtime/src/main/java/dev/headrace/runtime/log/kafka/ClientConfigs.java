package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.Isolation;
import dev.headrace.runtime.log.WriterId;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How Kafka's clients are set up. */
record ClientConfigs(String bootstrapServers) {

  /** The largest batch that a topic may take: that is for the topic to say. */
  private static final int MOST_REQUEST_BYTES = 100 << 20;

  private static final int BATCH_BYTES = 256 << 10;
  private static final int MOST_RECORDS_A_POLL = 10_000;
  private static final int MOST_FETCH_BYTES = 16 << 20;

  Map<String, Object> admin() {
    return common("admin");
  }

  /** Sends at once what is there: a commit has all its records already. */
  Map<String, Object> writer(WriterId id) {
    Map<String, Object> config = common(id.transactionalId());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id.transactionalId());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_REQUEST_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) MOST_REQUEST_BYTES);
    return config;
  }

  /** Reads what it is told, and never jumps to where something else is. */
  Map<String, Object> reader(Isolation isolation) {
    Map<String, Object> config = common("reader");
    config.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        switch (isolation) {
          case READ_COMMITTED -> "read_committed";
          case READ_UNCOMMITTED -> "read_uncommitted";
        });
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS_A_POLL);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_FETCH_BYTES);
    return config;
  }

  private Map<String, Object> common(String purpose) {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "headrace-" + purpose);
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return config;
  }
}
