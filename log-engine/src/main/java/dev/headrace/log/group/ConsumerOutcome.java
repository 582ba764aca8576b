package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Optional;
import java.util.Set;

/** The answer to a {@link ConsumerHeartbeat}. */
public sealed interface ConsumerOutcome {

  /**
   * The member lives.
   *
   * @param assignment what it may read, all of it; empty when it knows that
   */
  record Alive(
      String memberId,
      int memberEpoch,
      int heartbeatMillis,
      Optional<Set<TopicIdPartition>> assignment)
      implements ConsumerOutcome {}

  /** The member has gone, for good or for now. */
  record Gone(String memberId, int memberEpoch) implements ConsumerOutcome {}

  record Refused(GroupError error, String message) implements ConsumerOutcome {}
}
