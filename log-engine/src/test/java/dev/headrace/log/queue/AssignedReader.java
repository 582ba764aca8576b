package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Polled;
import dev.headrace.log.queue.Event.Read;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reads partitions that it chose itself, and begins anew from time to time. */
final class AssignedReader extends Worker {

  private static final int POLLS_BETWEEN_SEEKS = 100;

  private final Clients clients;
  private final Journal journal;
  private final String name;
  private final String isolation;
  private final Random random;
  private int stretch;

  AssignedReader(Clients clients, Journal journal, String name, String isolation, long seed) {
    this.clients = clients;
    this.journal = journal;
    this.name = name;
    this.isolation = isolation;
    this.random = new Random(seed);
  }

  @Override
  public Void call() {
    try (KafkaConsumer<Long, Long> consumer = clients.assigned(isolation)) {
      while (!isStopped()) {
        List<Read> reads = Clients.reads(consumer.poll(Duration.ofMillis(50)));
        if (!reads.isEmpty()) {
          journal.add(new Polled(name, isolation.equals("read_committed"), stretch, reads));
        }
        if (random.nextInt(POLLS_BETWEEN_SEEKS) == 0) {
          stretch++;
          consumer.seekToBeginning(Clients.partitions());
        }
      }
    }
    return null;
  }
}
