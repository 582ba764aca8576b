package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A node by its Kafka protocol, with its errors as what a user can do about them. */
record KafkaNode(String bootstrapServers) {

  private static final int TIMEOUT_MILLIS = 8_000;

  Admin admin() {
    try {
      return Admin.create(clientConfig());
    } catch (KafkaException wrong) {
      throw unreachable(wrong);
    }
  }

  /** Reads what is committed, from positions that its user seeks. */
  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(clientConfig());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException wrong) {
      throw unreachable(wrong);
    }
  }

  /** Writes what is acknowledged when it is on disk, each record once. */
  KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(clientConfig());
    config.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MILLIS);
    try {
      return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException wrong) {
      throw unreachable(wrong);
    }
  }

  /**
   * Waits for an answer.
   *
   * @param topic what it is about, for the message
   */
  <T> T answer(KafkaFuture<T> future, String topic) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw failure(failed.getCause(), topic);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(
          ExitCode.FAILED, new Reason("interrupted", "Interrupted.", "Run it again."));
    }
  }

  CommandFailure failure(Throwable cause, String topic) {
    return switch (cause) {
      case UnknownTopicOrPartitionException _ -> unknownTopic(topic);
      case TopicExistsException _ ->
          failed("topic.exists", "There is a topic " + topic + " already.", "Choose another name.");
      case InvalidTopicException invalid ->
          failed(
              "topic.name",
              "A topic cannot be named so: " + invalid.getMessage() + ".",
              "Use letters, digits, `.`, `_` and `-`, at most 249 of them.");
      case TimeoutException late when late.getCause() instanceof UnknownTopicOrPartitionException ->
          unknownTopic(topic);
      case TimeoutException _ -> unreachable(cause);
      case null, default ->
          failed("kafka.refused", "The node refused: " + cause + ".", "See the log of the node.");
    };
  }

  static CommandFailure unknownTopic(String topic) {
    return failed(
        "topic.unknown",
        "There is no topic " + topic + ".",
        "`headrace topics list` shows those that exist.");
  }

  private CommandFailure unreachable(Throwable cause) {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        new Reason(
            "node.unreachable",
            "No node answers at " + bootstrapServers + ".",
            "Start one with `headrace run`, or name another with --kafka HOST:PORT."),
        cause);
  }

  private static CommandFailure failed(String code, String what, String next) {
    return new CommandFailure(ExitCode.FAILED, new Reason(code, what, next));
  }

  private Map<String, Object> clientConfig() {
    return Map.of(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        CommonClientConfigs.CLIENT_ID_CONFIG,
        "headrace-cli",
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
        TIMEOUT_MILLIS / 2,
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
        TIMEOUT_MILLIS,
        "enable.metrics.push",
        false);
  }
}
