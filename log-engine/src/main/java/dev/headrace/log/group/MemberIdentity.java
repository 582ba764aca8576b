package dev.headrace.log.group;

import java.util.Optional;

/**
 * Who somebody says to be.
 *
 * @param memberId as the group gave it; empty for none
 * @param instanceId of a static member
 * @param generation in which the member believes to live, or its epoch; -1 for somebody who is no
 *     member
 * @param wording in which that was said
 */
public record MemberIdentity(
    String memberId, Optional<String> instanceId, int generation, Wording wording) {

  /** Somebody who commits without being a member: an admin, or a reader of chosen partitions. */
  public static final MemberIdentity NONE = new MemberIdentity("", Optional.empty(), -1);

  /** What the version of a request has words for. */
  public enum Wording {
    /** Only generations, of members of the classic protocol (OffsetCommit before version 9). */
    GENERATIONS,
    /** Epochs of members of the consumer protocol too (KIP-848). */
    EPOCHS
  }

  /** Somebody who says so in a version with words for all. */
  public MemberIdentity(String memberId, Optional<String> instanceId, int generation) {
    this(memberId, instanceId, generation, Wording.EPOCHS);
  }

  boolean claimsMembership() {
    return generation >= 0 || !memberId.isEmpty() || instanceId.isPresent();
  }
}
