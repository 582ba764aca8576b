package dev.headrace.compatibility.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;

/**
 * A Kafka Streams application: orders by number come in, and to each goes out how many its customer
 * has given by then, and for how much in total. So it keeps a state and sends orders from one
 * partition to another, exactly once.
 */
final class Turnover implements AutoCloseable {

  static final String ORDERS = "orders";
  static final String TOTALS = "totals";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaStreams streams;

  private Turnover(KafkaStreams streams) {
    this.streams = streams;
  }

  static Turnover start(String bootstrapServers, Path stateDirectory) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "turnover");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 3_000);
    config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 500);
    config.put("reconnect.backoff.max.ms", 200);
    config.put("enable.metrics.push", false);
    KafkaStreams streams = new KafkaStreams(topology(), config);
    streams.setUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.REPLACE_THREAD);
    streams.start();
    return new Turnover(streams);
  }

  /** An order is {@code customer amount}, a total {@code number amount}. */
  private static Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(ORDERS, Consumed.with(Serdes.String(), Serdes.String()))
        .map((_, order) -> KeyValue.pair(part(order, 0), part(order, 1)))
        .groupByKey(Grouped.with("by-customer", Serdes.String(), Serdes.String()))
        .aggregate(
            () -> "0 0",
            (_, amount, total) -> added(total, Long.parseLong(amount)),
            Materialized.with(Serdes.String(), Serdes.String()))
        .toStream()
        .to(TOTALS, Produced.with(Serdes.String(), Serdes.String()));
    return builder.build();
  }

  private static String added(String total, long amount) {
    long orders = Long.parseLong(part(total, 0));
    long sum = Long.parseLong(part(total, 1));
    return (orders + 1) + " " + (sum + amount);
  }

  private static String part(String text, int index) {
    return text.split(" ")[index];
  }

  /** In order: all that was begun is ended. */
  @Override
  public void close() {
    streams.close(PATIENCE);
  }
}
