package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Ending;
import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Event.Sent;
import dev.headrace.log.queue.Event.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Reads committed values and writes others, in transactions of which it aborts some. After a
 * failure a new producer takes the transactional id over.
 */
final class TransactionalMover extends Worker {

  private static final int MOST_WRITES = 5;

  private final Clients clients;
  private final Journal journal;
  private final String name;
  private final Random random;

  TransactionalMover(Clients clients, Journal journal, String name, long seed) {
    this.clients = clients;
    this.journal = journal;
    this.name = name;
    this.random = new Random(seed);
  }

  @Override
  public Void call() {
    try (KafkaConsumer<Long, Long> consumer = clients.assigned("read_committed")) {
      while (!isStopped()) {
        workWithOneProducer(consumer);
      }
    }
    clients.settle(name);
    return null;
  }

  private void workWithOneProducer(KafkaConsumer<Long, Long> consumer) {
    try (Abandoned producer = new Abandoned(clients.transactional(name))) {
      producer.it().initTransactions();
      while (!isStopped() && move(producer.it(), consumer)) {
        Thread.onSpinWait();
      }
    } catch (KafkaException _) {
      // The next one takes the id over.
    }
  }

  /** Whether the producer can go on. */
  private boolean move(KafkaProducer<Long, Long> producer, KafkaConsumer<Long, Long> consumer) {
    List<Read> reads = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    boolean commits = random.nextInt(4) > 0;
    Ending ending = Ending.ABORTED;
    boolean isWell = false;
    try {
      producer.beginTransaction();
      for (int i = random.nextInt(MOST_WRITES); i >= 0; i--) {
        Write write = Write.somewhere(random.nextInt(Clients.PARTITIONS), journal.nextValue());
        writes.add(write);
        answers.add(producer.send(Clients.record(write.partition(), write.value())));
        if (random.nextBoolean()) {
          reads.addAll(Clients.reads(consumer.poll(Duration.ofMillis(random.nextInt(10)))));
        }
      }
      if (commits) {
        ending = Ending.UNKNOWN;
        producer.commitTransaction();
        ending = Ending.COMMITTED;
      } else {
        producer.abortTransaction();
      }
      isWell = true;
    } catch (KafkaException _) {
      isWell = false;
    }
    journal.addTransaction(new Sent(name, ending, reads, placed(writes, answers)));
    return isWell;
  }

  private static List<Write> placed(List<Write> writes, List<Future<RecordMetadata>> answers) {
    List<Write> placed = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      placed.add(i < answers.size() ? placed(write, answers.get(i)) : write);
    }
    return placed;
  }

  private static Write placed(Write write, Future<RecordMetadata> answer) {
    if (answer.state() != Future.State.SUCCESS) {
      return write;
    }
    long offset = answer.resultNow().offset();
    return offset < 0 ? write : Write.at(write.partition(), offset, write.value());
  }
}
