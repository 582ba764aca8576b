package dev.headrace.log.queue;

import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A producer that is closed without waiting for what it has on its way. */
record Abandoned(KafkaProducer<Long, Long> it) implements AutoCloseable {

  @Override
  public void close() {
    it.close(Duration.ZERO);
  }
}
