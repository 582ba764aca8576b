package dev.headrace.log.group;

import dev.headrace.log.group.JoinRequest.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * On what terms a member of the classic protocol is in a consumer group, as the log holds them.
 *
 * @param sessionTimeoutMillis without a sign of life for so long, the member is out
 * @param protocols what it could be assigned by in a group of its own protocol, the most wanted
 *     first; at least one
 * @see <a
 *     href="https://github.com/apache/kafka/blob/trunk/group-coordinator/src/main/resources/common/message/ConsumerGroupMemberMetadataValue.json">ConsumerGroupMemberMetadataValue:
 *     ClassicMemberMetadata</a>
 */
public record ClassicTerms(int sessionTimeoutMillis, List<Protocol> protocols) {

  /** The type of groups that go over to the consumer protocol. */
  static final String PROTOCOL_TYPE = "consumer";

  public ClassicTerms {
    protocols = List.copyOf(protocols);
  }

  static ClassicTerms of(JoinRequest request) {
    return new ClassicTerms(request.sessionTimeoutMillis(), request.protocols());
  }

  /** The name of what the member is told to be assigned by; it does not matter. */
  String protocol() {
    return protocols.getFirst().name();
  }

  boolean knows(String protocol) {
    return protocols.stream().anyMatch(it -> it.name().equals(protocol));
  }

  /** In which version the member is to be told what it may read. */
  short version() {
    Optional<ClassicSubscription> subscription = subscription(protocols);
    return subscription.map(ClassicSubscription::version).orElse((short) 0);
  }

  /** What a member subscribes to, which is the same in all of its protocols. */
  static Optional<ClassicSubscription> subscription(List<Protocol> protocols) {
    return protocols.stream()
        .findFirst()
        .map(Protocol::metadata)
        .flatMap(ClassicSubscription::read);
  }

  int sizeInBytes() {
    return protocols.stream().mapToInt(it -> it.metadata().sizeInBytes()).sum();
  }
}
