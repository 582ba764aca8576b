package dev.headrace.log.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies what a group is given to another topic, the copies and the group's offsets in one
 * transaction (KIP-447). After a failure it begins anew, where the group stands.
 */
final class Relay extends Worker {

  private final Clients clients;
  private final String group;
  private final String protocol;
  private final String name;

  /**
   * @param protocol of the group
   */
  Relay(Clients clients, String group, String protocol, String name) {
    this.clients = clients;
    this.group = group;
    this.protocol = protocol;
    this.name = name;
  }

  @Override
  public Void call() {
    while (!isStopped()) {
      try (KafkaConsumer<Long, Long> consumer = clients.member(group, protocol);
          Abandoned producer = new Abandoned(clients.transactional(name))) {
        producer.it().initTransactions();
        consumer.subscribe(List.of(Clients.TOPIC));
        while (!isStopped()) {
          copy(consumer.poll(Duration.ofMillis(50)), consumer, producer.it());
        }
      } catch (KafkaException _) {
        // What was not committed is copied again.
      }
    }
    clients.settle(name);
    return null;
  }

  private static void copy(
      ConsumerRecords<Long, Long> records,
      KafkaConsumer<Long, Long> consumer,
      KafkaProducer<Long, Long> producer) {
    if (records.isEmpty()) {
      return;
    }
    producer.beginTransaction();
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (ConsumerRecord<Long, Long> record : records) {
      producer.send(Clients.copy(record.partition(), record.value()));
      positions.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
    producer.commitTransaction();
  }
}
