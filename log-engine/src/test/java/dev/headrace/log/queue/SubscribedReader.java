package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Polled;
import dev.headrace.log.queue.Event.Read;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of the group that notes what it is given and commits that then; it leaves from time to
 * time, and another comes in its place.
 */
final class SubscribedReader extends Worker implements ConsumerRebalanceListener {

  private static final int POLLS_OF_A_MEMBER = 150;

  private final Clients clients;
  private final Journal journal;
  private final String group;
  private final String protocol;
  private final String name;
  private final Random random;
  private int stretch;

  /**
   * @param protocol of the group
   */
  SubscribedReader(
      Clients clients, Journal journal, String group, String protocol, String name, long seed) {
    this.clients = clients;
    this.journal = journal;
    this.group = group;
    this.protocol = protocol;
    this.name = name;
    this.random = new Random(seed);
  }

  @Override
  public Void call() {
    while (!isStopped()) {
      stretch++;
      try (KafkaConsumer<Long, Long> consumer = clients.member(group, protocol)) {
        consumer.subscribe(List.of(Clients.TOPIC), this);
        int polls = 0;
        while (!isStopped() && (polls++ < 10 || random.nextInt(POLLS_OF_A_MEMBER) > 0)) {
          read(consumer);
        }
      } catch (KafkaException _) {
        // Another comes in its place.
      } catch (IllegalStateException _) {
        // The client's own race: its background thread takes a partition away while poll has
        // records
        // of it in hand. What poll did not return was not read; another comes in its place.
      }
    }
    return null;
  }

  private void read(KafkaConsumer<Long, Long> consumer) {
    List<Read> reads = Clients.reads(consumer.poll(Duration.ofMillis(50)));
    if (reads.isEmpty()) {
      return;
    }
    journal.addOfGroup(group, new Polled(name, true, stretch, reads));
    try {
      consumer.commitSync(Duration.ofSeconds(5));
    } catch (KafkaException _) {
      // The group is being rebalanced, or the node is away: the records come again.
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    stretch++;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    stretch++;
  }
}
