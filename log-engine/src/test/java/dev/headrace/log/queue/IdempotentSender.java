package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Ending;
import dev.headrace.log.queue.Event.Sent;
import dev.headrace.log.queue.Event.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends values one by one, each acknowledged by itself, several of them on their way at a time. */
final class IdempotentSender extends Worker {

  private static final int MOST_AT_A_TIME = 8;

  private final Clients clients;
  private final Journal journal;
  private final String name;
  private final Random random;
  private int incarnation;

  IdempotentSender(Clients clients, Journal journal, String name, long seed) {
    this.clients = clients;
    this.journal = journal;
    this.name = name;
    this.random = new Random(seed);
  }

  @Override
  public Void call() throws InterruptedException {
    while (!isStopped()) {
      // What another producer of the same application had on its way may arrive late.
      String process = name + "." + incarnation++;
      try (KafkaProducer<Long, Long> producer = clients.producer()) {
        while (!isStopped() && send(producer, process)) {
          Thread.onSpinWait();
        }
      }
    }
    return null;
  }

  /** Whether all went well. */
  private boolean send(KafkaProducer<Long, Long> producer, String process)
      throws InterruptedException {
    List<Write> writes = new ArrayList<>();
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    boolean isWell = true;
    for (int i = random.nextInt(MOST_AT_A_TIME); i >= 0 && isWell; i--) {
      Write write = Write.somewhere(random.nextInt(Clients.PARTITIONS), journal.nextValue());
      try {
        answers.add(producer.send(Clients.record(write.partition(), write.value())));
        writes.add(write);
      } catch (KafkaException _) {
        isWell = false;
      }
    }
    for (int i = 0; i < writes.size(); i++) {
      isWell &= note(process, writes.get(i), answers.get(i));
    }
    return isWell;
  }

  private boolean note(String process, Write write, Future<RecordMetadata> answer)
      throws InterruptedException {
    try {
      Write placed = Write.at(write.partition(), answer.get().offset(), write.value());
      journal.add(new Sent(process, Ending.COMMITTED, List.of(), List.of(placed)));
      return true;
    } catch (ExecutionException _) {
      journal.add(new Sent(process, Ending.UNKNOWN, List.of(), List.of(write)));
      return false;
    }
  }
}
