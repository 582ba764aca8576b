package dev.headrace.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes transfers between accounts of a bank, each as one transaction. One that fails, in whichever
 * way, is left to the successor of its producer, as applications are told to do it. One thread.
 */
final class Teller implements AutoCloseable {

  private final Bank bank;
  private final String name;
  private final Random random;
  private Optional<KafkaProducer<String, Long>> producer = Optional.empty();
  private int transfers;

  Teller(Bank bank, String name, long seed) {
    this.bank = bank;
    this.name = name;
    this.random = new Random(seed);
  }

  /** Money from outside, to every account. */
  void deposit() throws Exception {
    settle(
        () -> {
          KafkaProducer<String, Long> at = producer.orElseThrow();
          at.beginTransaction();
          for (int account = 0; account < Bank.ACCOUNTS; account++) {
            at.send(new ProducerRecord<>(Bank.TOPIC, account, "deposit", Bank.DEPOSIT));
          }
          at.commitTransaction();
          return true;
        });
  }

  /** Tries one transfer; when this returns it is made or not made, for good. */
  void transfer() throws Exception {
    String transfer = name + "-" + transfers++;
    int from = random.nextInt(Bank.ACCOUNTS);
    int to = (from + 1 + random.nextInt(Bank.ACCOUNTS - 1)) % Bank.ACCOUNTS;
    long amount = random.nextLong(1, 100);
    boolean gives = random.nextInt(5) > 0;
    if (!gives) {
      bank.withdraw(transfer);
    }
    boolean made =
        settle(
            () -> {
              KafkaProducer<String, Long> at = producer.orElseThrow();
              at.beginTransaction();
              at.send(new ProducerRecord<>(Bank.TOPIC, from, transfer, -amount));
              at.send(new ProducerRecord<>(Bank.TOPIC, to, transfer, amount));
              if (gives) {
                at.commitTransaction();
              } else {
                at.abortTransaction();
              }
              return gives;
            });
    if (made) {
      bank.acknowledge(transfer);
    }
  }

  /** Works with a producer that holds the name; after a failure a new one takes it. */
  private boolean settle(Callable<Boolean> work) throws Exception {
    boolean done = false;
    try {
      if (producer.isEmpty()) {
        takeTheName();
      }
      done = work.call();
    } catch (KafkaException _) {
      takeTheName();
    }
    return done;
  }

  private void takeTheName() {
    while (true) {
      producer.ifPresent(former -> former.close(Duration.ZERO));
      KafkaProducer<String, Long> next =
          new KafkaProducer<>(config(), new StringSerializer(), new LongSerializer());
      producer = Optional.of(next);
      try {
        next.initTransactions();
        return;
      } catch (KafkaException _) {
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("the test is over");
        }
      }
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bank.bootstrapServers());
    config.put("transactional.id", "teller-" + name);
    config.put("max.block.ms", 20_000);
    config.put("request.timeout.ms", 10_000);
    config.put("delivery.timeout.ms", 20_000);
    config.put("reconnect.backoff.ms", 20);
    config.put("reconnect.backoff.max.ms", 100);
    config.put("enable.metrics.push", false);
    return config;
  }

  @Override
  public void close() {
    producer.ifPresent(KafkaProducer::close);
  }
}
