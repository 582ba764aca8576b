package dev.headrace.log.broker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A setting of topics that Kafka knows.
 *
 * @param allowed says in words what values there are
 * @see <a href="https://kafka.apache.org/documentation/#topicconfigs">Kafka: topic configs</a>
 */
record KnownTopicConfig(
    String name,
    TopicConfigs.Type type,
    String defaultValue,
    Predicate<String> isAllowed,
    String allowed,
    String documentation) {

  static final String MAX_MESSAGE_BYTES = "max.message.bytes";
  static final String SEGMENT_BYTES = "segment.bytes";
  static final String SEGMENT_MILLIS = "segment.ms";
  static final String CLEANUP_POLICY = "cleanup.policy";
  static final String RETENTION_MILLIS = "retention.ms";
  static final String RETENTION_BYTES = "retention.bytes";
  static final String DELETE_RETENTION_MILLIS = "delete.retention.ms";
  static final String MIN_COMPACTION_LAG_MILLIS = "min.compaction.lag.ms";
  static final String MAX_COMPACTION_LAG_MILLIS = "max.compaction.lag.ms";
  static final String MIN_DIRTY_RATIO = "min.cleanable.dirty.ratio";

  static final String TIMES_TYPE = "message.timestamp.type";
  static final String TIMES_BEFORE_MILLIS = "message.timestamp.before.max.ms";
  static final String TIMES_AFTER_MILLIS = "message.timestamp.after.max.ms";

  static final String COMPRESSION_TYPE = "compression.type";
  static final String UNCOMPRESSED = "uncompressed";
  static final String PRODUCER = "producer";

  /** Ours, not Kafka's. */
  static final String HOLD_FOR_SINKS = "retention.hold.for.sinks";

  static final String LOG_APPEND_TIME = "LogAppendTime";
  static final String COMPACT = "compact";
  static final String DELETE = "delete";
  private static final Pattern PLACES = Pattern.compile("\\d+:\\d+(,\\d+:\\d+)*");
  private static final String NEVER = Long.toString(Long.MAX_VALUE);
  private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;
  private static final String WEEK = Long.toString(7 * DAY_MILLIS);

  /** All of them by name. */
  static final Map<String, KnownTopicConfig> ALL =
      List.of(
              list(
                  CLEANUP_POLICY,
                  DELETE,
                  List.of(COMPACT, DELETE),
                  "How old data goes; empty for never."),
              levelOfGzip("compression.gzip.level"),
              integer("compression.lz4.level", "9", 1, 17, "Not in use: lz4 has its own default."),
              choice(
                  COMPRESSION_TYPE,
                  PRODUCER,
                  List.of(UNCOMPRESSED, "zstd", "lz4", "snappy", "gzip", PRODUCER),
                  "How batches of clients are stored; with producer, as they come."),
              integer(
                  "compression.zstd.level",
                  "3",
                  -131072,
                  22,
                  "Not in use: zstd has its own default."),
              number(DELETE_RETENTION_MILLIS, Long.toString(DAY_MILLIS), 0, "Life of tombstones."),
              number(
                  "file.delete.delay.ms",
                  "60000",
                  0,
                  "Not needed: files go at once, and reads on their way end undisturbed."),
              number("flush.messages", NEVER, 1, "The node decides by log.flush."),
              number("flush.ms", NEVER, 0, "The node decides by log.flush."),
              throttled("follower.replication.throttled.replicas"),
              integer("index.interval.bytes", "4096", 0, Integer.MAX_VALUE, "Density of indexes."),
              throttled("leader.replication.throttled.replicas"),
              number("local.retention.bytes", "-2", -2, "Not in use: there is no remote tier."),
              number("local.retention.ms", "-2", -2, "Not in use: there is no remote tier."),
              number(MAX_COMPACTION_LAG_MILLIS, NEVER, 1, "Longest time without compaction."),
              integer(
                  MAX_MESSAGE_BYTES, "1048588", 1024, Integer.MAX_VALUE, "Largest record batch."),
              number(TIMES_AFTER_MILLIS, "3600000", 0, "Farthest into the future."),
              number(TIMES_BEFORE_MILLIS, NEVER, 0, "Farthest into the past."),
              choice(
                  TIMES_TYPE,
                  "CreateTime",
                  List.of("CreateTime", LOG_APPEND_TIME),
                  "Whose clock time stamps are from."),
              ratio(MIN_DIRTY_RATIO, "0.5", "Share of dirty data to be compacted."),
              number(MIN_COMPACTION_LAG_MILLIS, "0", 0, "Time without compaction."),
              integer("min.insync.replicas", "1", 1, Integer.MAX_VALUE, "One node: always 1."),
              flag("preallocate", "Whether segments get their full size at once."),
              flag("remote.log.copy.disable", "Not in use: there is no remote tier."),
              flag("remote.log.delete.on.disable", "Not in use: there is no remote tier."),
              choice(
                  TopicConfigs.Type.BOOLEAN,
                  "remote.storage.enable",
                  "false",
                  List.of("false"),
                  "Not in use: there is no remote tier."),
              number(RETENTION_BYTES, "-1", -1, "Size beyond which the oldest data goes."),
              flag(
                  HOLD_FOR_SINKS,
                  "Whether retention waits for the sinks that have not read so far."),
              number(RETENTION_MILLIS, WEEK, -1, "Age beyond which data goes; -1 for never."),
              integer(SEGMENT_BYTES, "1073741824", 1 << 20, Integer.MAX_VALUE, "Segment's size."),
              integer("segment.index.bytes", "10485760", 4, Integer.MAX_VALUE, "Index's size."),
              number("segment.jitter.ms", "0", 0, "Not in use: segments are rolled on appends."),
              number(SEGMENT_MILLIS, WEEK, 1, "Age at which a segment is rolled."),
              flag("unclean.leader.election.enable", "One node: never."))
          .stream()
          .collect(
              Collectors.toMap(
                  KnownTopicConfig::name, Function.identity(), (one, _) -> one, TreeMap::new));

  /** Values as they are kept: what surrounds them was typed by accident. */
  static Map<String, String> stripped(Map<String, String> config) {
    return config.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().strip()));
  }

  /** What is wrong with values that are each right; empty when nothing is. */
  static Optional<String> problemAmong(Map<String, String> config) {
    long leastLag = number(config, MIN_COMPACTION_LAG_MILLIS);
    long mostLag = number(config, MAX_COMPACTION_LAG_MILLIS);
    return leastLag <= mostLag
        ? Optional.empty()
        : Optional.of(
            "%s is %d, more than %s, which is %d"
                .formatted(
                    MIN_COMPACTION_LAG_MILLIS, leastLag, MAX_COMPACTION_LAG_MILLIS, mostLag));
  }

  private static long number(Map<String, String> config, String name) {
    return Long.parseLong(config.getOrDefault(name, ALL.get(name).defaultValue()));
  }

  /** What is wrong with a value; empty when nothing is. */
  Optional<String> problemWith(String value) {
    return isAllowed.test(value)
        ? Optional.empty()
        : Optional.of(name + " is '" + value + "', must be " + allowed);
  }

  private static KnownTopicConfig integer(
      String name, String byDefault, int least, int most, String documentation) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.INT,
        byDefault,
        value -> isWithin(value, least, most),
        "a number from " + least + " to " + most,
        documentation);
  }

  private static KnownTopicConfig number(
      String name, String byDefault, long least, String documentation) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.LONG,
        byDefault,
        value -> isWithin(value, least, Long.MAX_VALUE),
        "a number, at least " + least,
        documentation);
  }

  private static KnownTopicConfig levelOfGzip(String name) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.INT,
        "-1",
        value -> isWithin(value, 1, 9) || isWithin(value, -1, -1),
        "a number from 1 to 9, or -1 for gzip's own default",
        "Not in use: gzip has its own default.");
  }

  private static KnownTopicConfig ratio(String name, String byDefault, String documentation) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.DOUBLE,
        byDefault,
        KnownTopicConfig::isRatio,
        "a number from 0 to 1",
        documentation);
  }

  private static KnownTopicConfig flag(String name, String documentation) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.BOOLEAN,
        "false",
        value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"),
        "true or false",
        documentation);
  }

  private static KnownTopicConfig choice(
      String name, String byDefault, List<String> values, String documentation) {
    return choice(TopicConfigs.Type.STRING, name, byDefault, values, documentation);
  }

  private static KnownTopicConfig choice(
      TopicConfigs.Type type,
      String name,
      String byDefault,
      List<String> values,
      String documentation) {
    return new KnownTopicConfig(
        name, type, byDefault, values::contains, "one of " + values, documentation);
  }

  private static KnownTopicConfig list(
      String name, String byDefault, List<String> values, String documentation) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.LIST,
        byDefault,
        value ->
            value.isBlank()
                || Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .allMatch(values::contains),
        "a list of " + values,
        documentation);
  }

  private static KnownTopicConfig throttled(String name) {
    return new KnownTopicConfig(
        name,
        TopicConfigs.Type.LIST,
        "",
        value -> value.isEmpty() || value.equals("*") || PLACES.matcher(value).matches(),
        "'*' or a list of partition:broker",
        "Not in use: there are no replicas.");
  }

  private static boolean isWithin(String value, long least, long most) {
    try {
      long number = Long.parseLong(value.strip());
      return number >= least && number <= most;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static boolean isRatio(String value) {
    try {
      double number = Double.parseDouble(value.strip());
      return number >= 0 && number <= 1;
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
