package dev.headrace.log.group;

/**
 * Why a group refuses what a member asks of it, in the words of the Kafka protocol.
 *
 * @see <a href="https://kafka.apache.org/protocol.html#protocol_error_codes">Kafka: error codes</a>
 */
public enum GroupError {
  /** The group's log takes nothing now; ask again. */
  COORDINATOR_NOT_AVAILABLE,
  /** Members change: join again. */
  REBALANCE_IN_PROGRESS,
  /** The member speaks of a generation that is over. */
  ILLEGAL_GENERATION,
  /** Nobody with this id is in the group, or no longer. */
  UNKNOWN_MEMBER_ID,
  /** Another process has taken the same {@code group.instance.id} since. */
  FENCED_INSTANCE_ID,
  /** Another process has the same {@code group.instance.id} and has not said that it goes. */
  UNRELEASED_INSTANCE_ID,
  /** The member speaks of an epoch in which it is not: it must give up all and join again. */
  FENCED_MEMBER_EPOCH,
  /** The member is in a newer epoch than the request: ask again with that. */
  STALE_MEMBER_EPOCH,
  /** The version of the request has no words for what the member is. */
  UNSUPPORTED_VERSION,
  UNSUPPORTED_ASSIGNOR,
  INVALID_REGULAR_EXPRESSION,
  /** No protocol is common to all members, or the type differs from the group's. */
  INCONSISTENT_GROUP_PROTOCOL,
  /** The session time-out lies outside of what the node allows. */
  INVALID_SESSION_TIMEOUT,
  /** Join again, with the id that the answer carries. */
  MEMBER_ID_REQUIRED,
  /** The group has as many members, or as much metadata, as it may. */
  GROUP_MAX_SIZE_REACHED,
  /** A name is longer than can be stored. */
  INVALID_REQUEST,
  INVALID_GROUP_ID,
  GROUP_ID_NOT_FOUND,
  NON_EMPTY_GROUP,
  /** A member reads the topic, so that its offsets are the group's own. */
  GROUP_SUBSCRIBED_TO_TOPIC,
  OFFSET_METADATA_TOO_LARGE,
  UNKNOWN_TOPIC_OR_PARTITION
}
