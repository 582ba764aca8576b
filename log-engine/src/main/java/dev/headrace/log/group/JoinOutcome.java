package dev.headrace.log.group;

import java.util.List;
import java.util.Optional;

/** The answer to a {@link JoinRequest}. */
public sealed interface JoinOutcome {

  /**
   * The asker is a member of this generation.
   *
   * @param protocol the one that all members know and most want
   * @param leader id of the member that assigns
   * @param members with their metadata for {@code protocol}; empty for all but the leader
   * @param assignment whether the leader has to assign
   */
  record Joined(
      String memberId,
      int generation,
      String protocolType,
      String protocol,
      String leader,
      List<Participant> members,
      Assigning assignment)
      implements JoinOutcome {

    public Joined {
      members = List.copyOf(members);
    }
  }

  /**
   * Not a member.
   *
   * @param memberId what was asked for, or the id to ask with next time
   */
  record Refused(GroupError error, String memberId) implements JoinOutcome {}

  /** A member as its leader sees it. */
  record Participant(String memberId, Optional<String> instanceId, Opaque metadata) {}

  /** What a leader does about the assignment. */
  enum Assigning {
    DUE,
    /** What was assigned stands: the leader has only restarted (KIP-814). */
    SKIPPED
  }
}
