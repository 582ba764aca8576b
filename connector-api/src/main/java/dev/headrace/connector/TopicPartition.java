package dev.headrace.connector;

/** A partition of a topic in the log. */
public record TopicPartition(String topic, int partition) {
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
