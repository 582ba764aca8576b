package dev.headrace.log.group;

import java.util.Optional;

/** Whether somebody is the member that it says to be. Belongs to its group's thread. */
final class Identities {

  private final Members members;

  Identities(Members members) {
    this.members = members;
  }

  /** What speaks against it; empty when it is true. */
  Optional<GroupError> check(String memberId, Optional<String> instanceId) {
    if (instanceId.isPresent()) {
      Optional<Member> holder = members.findInstance(instanceId.get());
      if (holder.isEmpty()) {
        return Optional.of(GroupError.UNKNOWN_MEMBER_ID);
      }
      if (!holder.get().id().equals(memberId)) {
        return Optional.of(GroupError.FENCED_INSTANCE_ID);
      }
    }
    return members.find(memberId).isPresent()
        ? Optional.empty()
        : Optional.of(GroupError.UNKNOWN_MEMBER_ID);
  }

  /** Likewise, and whether it lives in the present generation. */
  Optional<GroupError> check(MemberIdentity member, int generation) {
    return check(member.memberId(), member.instanceId())
        .or(
            () ->
                member.generation() == generation
                    ? Optional.empty()
                    : Optional.of(GroupError.ILLEGAL_GENERATION));
  }
}
