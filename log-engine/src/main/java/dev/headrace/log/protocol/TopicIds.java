package dev.headrace.log.protocol;

import java.util.UUID;
import org.apache.kafka.common.Uuid;

/** Topic ids in Kafka's type and in Java's. */
final class TopicIds {

  private TopicIds() {}

  static Uuid toWire(UUID id) {
    return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  static UUID fromWire(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
