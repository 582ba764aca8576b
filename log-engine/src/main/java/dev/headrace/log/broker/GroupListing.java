package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroupState;
import dev.headrace.log.group.GroupState;

/**
 * A group among others.
 *
 * @param protocolType such as {@code consumer}; empty for one that only committed offsets
 */
public record GroupListing(String id, String protocolType, Standing standing) {

  /** Where the group stands, by the protocol that its members speak. */
  public sealed interface Standing {

    record Classic(GroupState state) implements Standing {}

    record Consumer(ConsumerGroupState state) implements Standing {}
  }
}
