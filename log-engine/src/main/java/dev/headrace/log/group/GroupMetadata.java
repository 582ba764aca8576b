package dev.headrace.log.group;

import java.util.List;
import java.util.Optional;

/**
 * A group as the log holds it: a generation whose members know what they are assigned, or one
 * without members.
 *
 * @param protocolType such as {@code consumer} or {@code connect}; empty for none
 * @param formation what the members agreed on; empty without members
 * @see <a
 *     href="https://github.com/apache/kafka/blob/trunk/group-coordinator/src/main/resources/common/message/GroupMetadataValue.json">GroupMetadataValue</a>
 */
public record GroupMetadata(
    String protocolType,
    int generation,
    Optional<Formation> formation,
    List<StoredMember> members) {

  public GroupMetadata {
    members = List.copyOf(members);
  }

  /**
   * What the members of a generation agreed on.
   *
   * @param leader id of the member that assigns
   */
  public record Formation(String protocol, String leader) {

    Formation withLeader(String memberId) {
      return new Formation(protocol, memberId);
    }
  }

  /**
   * A member of a stored generation.
   *
   * @param subscription its metadata for the protocol agreed on
   */
  public record StoredMember(
      String memberId,
      Optional<String> instanceId,
      JoinRequest.Client client,
      int rebalanceTimeoutMillis,
      int sessionTimeoutMillis,
      Opaque subscription,
      Opaque assignment) {}
}
