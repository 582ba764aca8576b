package dev.headrace.log.broker;

import static dev.headrace.log.broker.KnownTopicConfig.CLEANUP_POLICY;
import static dev.headrace.log.broker.KnownTopicConfig.COMPACT;
import static dev.headrace.log.broker.KnownTopicConfig.COMPRESSION_TYPE;
import static dev.headrace.log.broker.KnownTopicConfig.DELETE;
import static dev.headrace.log.broker.KnownTopicConfig.DELETE_RETENTION_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.HOLD_FOR_SINKS;
import static dev.headrace.log.broker.KnownTopicConfig.LOG_APPEND_TIME;
import static dev.headrace.log.broker.KnownTopicConfig.MAX_COMPACTION_LAG_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.MAX_MESSAGE_BYTES;
import static dev.headrace.log.broker.KnownTopicConfig.MIN_COMPACTION_LAG_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.MIN_DIRTY_RATIO;
import static dev.headrace.log.broker.KnownTopicConfig.PRODUCER;
import static dev.headrace.log.broker.KnownTopicConfig.RETENTION_BYTES;
import static dev.headrace.log.broker.KnownTopicConfig.RETENTION_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.SEGMENT_BYTES;
import static dev.headrace.log.broker.KnownTopicConfig.SEGMENT_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.TIMES_AFTER_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.TIMES_BEFORE_MILLIS;
import static dev.headrace.log.broker.KnownTopicConfig.TIMES_TYPE;
import static dev.headrace.log.broker.KnownTopicConfig.UNCOMPRESSED;

import dev.headrace.log.record.Compression;
import dev.headrace.log.storage.Cleanup;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.RecordTimes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a topic's settings concerns how its partitions are stored. Pure. */
final class PartitionConfig {

  private PartitionConfig() {}

  /**
   * How the partitions of a topic are stored.
   *
   * @param config of the topic, valid
   */
  static PartitionSettings settings(Map<String, String> config, PartitionSettings defaults) {
    return new PartitionSettings(
        (int) number(config, SEGMENT_BYTES, defaults.segmentBytes()),
        number(config, SEGMENT_MILLIS, defaults.segmentMillis()),
        (int) number(config, MAX_MESSAGE_BYTES, defaults.maxBatchBytes()),
        cleanup(config, defaults.cleanup()),
        times(config, defaults.times()),
        compression(config, defaults.compression()));
  }

  private static Optional<Compression> compression(
      Map<String, String> config, Optional<Compression> byDefault) {
    String type = config.get(COMPRESSION_TYPE);
    if (type == null) {
      return byDefault;
    }
    return switch (type) {
      case PRODUCER -> Optional.empty();
      case UNCOMPRESSED -> Optional.of(Compression.NONE);
      default -> Optional.of(Compression.valueOf(type.toUpperCase(Locale.ROOT)));
    };
  }

  private static RecordTimes times(Map<String, String> config, RecordTimes defaults) {
    return new RecordTimes(
        Optional.ofNullable(config.get(TIMES_TYPE))
            .map(LOG_APPEND_TIME::equals)
            .orElse(defaults.areOfTheLog()),
        number(config, TIMES_BEFORE_MILLIS, defaults.mostBeforeMillis()),
        number(config, TIMES_AFTER_MILLIS, defaults.mostAfterMillis()));
  }

  private static Cleanup cleanup(Map<String, String> config, Cleanup defaults) {
    Optional<List<String>> policy =
        Optional.ofNullable(config.get(CLEANUP_POLICY)).map(PartitionConfig::elements);
    Compaction compaction = defaults.compaction();
    return new Cleanup(
        policy.map(it -> it.contains(DELETE)).orElse(defaults.deletes()),
        policy.map(it -> it.contains(COMPACT)).orElse(defaults.compacts()),
        new Retention(
            number(config, RETENTION_MILLIS, defaults.retention().millis()),
            number(config, RETENTION_BYTES, defaults.retention().bytes())),
        new Compaction(
            Optional.ofNullable(config.get(MIN_DIRTY_RATIO))
                .map(value -> Double.parseDouble(value.strip()))
                .orElse(compaction.minDirtyRatio()),
            number(config, MIN_COMPACTION_LAG_MILLIS, compaction.minLagMillis()),
            number(config, MAX_COMPACTION_LAG_MILLIS, compaction.maxLagMillis()),
            number(config, DELETE_RETENTION_MILLIS, compaction.deleteRetentionMillis())),
        Optional.ofNullable(config.get(HOLD_FOR_SINKS))
            .map(Boolean::parseBoolean)
            .orElse(defaults.holdsForReaders()));
  }

  /** The settings that {@link #settings} understands, as a node has them. */
  static Map<String, String> ofNode(PartitionSettings node) {
    Cleanup cleanup = node.cleanup();
    Compaction compaction = cleanup.compaction();
    return Map.ofEntries(
        Map.entry(MAX_MESSAGE_BYTES, Integer.toString(node.maxBatchBytes())),
        Map.entry(SEGMENT_BYTES, Integer.toString(node.segmentBytes())),
        Map.entry(SEGMENT_MILLIS, Long.toString(node.segmentMillis())),
        Map.entry(CLEANUP_POLICY, policy(cleanup)),
        Map.entry(RETENTION_MILLIS, Long.toString(cleanup.retention().millis())),
        Map.entry(RETENTION_BYTES, Long.toString(cleanup.retention().bytes())),
        Map.entry(MIN_DIRTY_RATIO, Double.toString(compaction.minDirtyRatio())),
        Map.entry(MIN_COMPACTION_LAG_MILLIS, Long.toString(compaction.minLagMillis())),
        Map.entry(MAX_COMPACTION_LAG_MILLIS, Long.toString(compaction.maxLagMillis())),
        Map.entry(DELETE_RETENTION_MILLIS, Long.toString(compaction.deleteRetentionMillis())),
        Map.entry(HOLD_FOR_SINKS, Boolean.toString(cleanup.holdsForReaders())));
  }

  private static String policy(Cleanup cleanup) {
    return Stream.of(COMPACT, DELETE)
        .filter(it -> it.equals(COMPACT) ? cleanup.compacts() : cleanup.deletes())
        .collect(Collectors.joining(","));
  }

  private static List<String> elements(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  private static long number(Map<String, String> config, String name, long byDefault) {
    return Optional.ofNullable(config.get(name))
        .map(String::strip)
        .map(Long::parseLong)
        .orElse(byDefault);
  }
}
