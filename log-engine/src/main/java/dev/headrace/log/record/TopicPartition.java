package dev.headrace.log.record;

/**
 * A partition of a topic.
 *
 * @param topic the topic's name
 * @param partition from 0
 */
public record TopicPartition(String topic, int partition) {

  /** As Kafka names the partition's folder: {@code orders-0}. */
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
