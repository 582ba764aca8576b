package dev.headrace.log.group;

import java.util.Map;
import java.util.Optional;

/**
 * A member's question what it is assigned; the leader's brings the answers for all.
 *
 * @param protocolType what the member takes the group's to be; empty where the version lacks it
 * @param protocol likewise
 * @param assignments by member id; empty but for the leader
 */
public record SyncRequest(
    MemberIdentity member,
    Optional<String> protocolType,
    Optional<String> protocol,
    Map<String, Opaque> assignments) {

  public SyncRequest {
    assignments = Map.copyOf(assignments);
  }
}
