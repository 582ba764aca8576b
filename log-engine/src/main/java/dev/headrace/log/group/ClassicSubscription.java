package dev.headrace.log.group;

import dev.headrace.log.record.FieldReader;
import java.nio.BufferUnderflowException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What consumers of the classic protocol tell one another; the node needs only the topics.
 *
 * @see <a
 *     href="https://github.com/apache/kafka/blob/trunk/clients/src/main/resources/common/message/ConsumerProtocolSubscription.json">ConsumerProtocolSubscription</a>
 */
final class ClassicSubscription {

  private ClassicSubscription() {}

  /** The names of the topics; empty when the bytes are not what a consumer writes. */
  static Optional<Set<String>> topics(Opaque subscription) {
    FieldReader fields = new FieldReader(subscription.toByteArray());
    try {
      int version = fields.int16();
      int count = fields.int32();
      Set<String> topics = new HashSet<>();
      for (int i = 0; i < count; i++) {
        topics.add(fields.string());
      }
      return version < 0 || count < 0 ? Optional.empty() : Optional.of(topics);
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
