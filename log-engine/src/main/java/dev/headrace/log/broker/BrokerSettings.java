package dev.headrace.log.broker;

/**
 * What concerns topics and coordinators, named after Kafka's settings; always valid.
 *
 * @param numPartitions of a topic created without a number ({@code num.partitions}), 1 to 10000
 * @param autoCreateTopicsEnable whether a client that asks for an unknown topic gets it made
 *     ({@code auto.create.topics.enable})
 * @param messageMaxBytes the largest record batch, compressed, that is taken ({@code
 *     message.max.bytes})
 * @param offsetsTopicNumPartitions of {@code __consumer_offsets}, when it is made; 1 to 64
 * @param transactionStateLogNumPartitions of {@code __transaction_state}, when it is made; 1 to 64
 */
public record BrokerSettings(
    int numPartitions,
    boolean autoCreateTopicsEnable,
    int messageMaxBytes,
    int offsetsTopicNumPartitions,
    int transactionStateLogNumPartitions) {

  /** The most partitions that one topic may have. */
  public static final int MOST_PARTITIONS = 10_000;

  private static final int MOST_INTERNAL_PARTITIONS = 64;
  private static final int LEAST_MESSAGE_BYTES = 1024;
  private static final int MOST_MESSAGE_BYTES = 100 << 20;

  public BrokerSettings {
    requireRange("num.partitions", numPartitions, 1, MOST_PARTITIONS);
    requireRange("message.max.bytes", messageMaxBytes, LEAST_MESSAGE_BYTES, MOST_MESSAGE_BYTES);
    requireRange(
        "offsets.topic.num.partitions", offsetsTopicNumPartitions, 1, MOST_INTERNAL_PARTITIONS);
    requireRange(
        "transaction.state.log.num.partitions",
        transactionStateLogNumPartitions,
        1,
        MOST_INTERNAL_PARTITIONS);
  }

  /**
   * Kafka's defaults, but fewer partitions for internal topics: each is a file to flush, and one
   * node gains nothing by more.
   */
  public static BrokerSettings defaults() {
    return new BrokerSettings(1, true, (1 << 20) + 12, 4, 1);
  }

  public BrokerSettings withNumPartitions(int partitions) {
    return new BrokerSettings(
        partitions,
        autoCreateTopicsEnable,
        messageMaxBytes,
        offsetsTopicNumPartitions,
        transactionStateLogNumPartitions);
  }

  public BrokerSettings withMessageMaxBytes(int bytes) {
    return new BrokerSettings(
        numPartitions,
        autoCreateTopicsEnable,
        bytes,
        offsetsTopicNumPartitions,
        transactionStateLogNumPartitions);
  }

  /** These settings for a node where clients must create topics explicitly. */
  public BrokerSettings withoutTopicAutoCreation() {
    return new BrokerSettings(
        numPartitions,
        false,
        messageMaxBytes,
        offsetsTopicNumPartitions,
        transactionStateLogNumPartitions);
  }

  private static void requireRange(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          setting + " is " + value + ", must be from " + least + " to " + most);
    }
  }
}
