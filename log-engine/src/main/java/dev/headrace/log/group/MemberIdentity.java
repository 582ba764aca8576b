package dev.headrace.log.group;

import java.util.Optional;

/**
 * Who somebody says to be.
 *
 * @param memberId as the group gave it; empty for none
 * @param instanceId of a static member
 * @param generation in which the member believes to live; -1 for somebody who is no member
 */
public record MemberIdentity(String memberId, Optional<String> instanceId, int generation) {

  /** Somebody who commits without being a member: an admin, or a reader of chosen partitions. */
  public static final MemberIdentity NONE = new MemberIdentity("", Optional.empty(), -1);

  boolean claimsMembership() {
    return generation >= 0 || !memberId.isEmpty() || instanceId.isPresent();
  }
}
