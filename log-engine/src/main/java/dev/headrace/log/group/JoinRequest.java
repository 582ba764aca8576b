package dev.headrace.log.group;

import java.util.List;
import java.util.Optional;

/**
 * A wish to be a member of the group's next generation.
 *
 * @param memberId empty for a member that is new
 * @param instanceId {@code group.instance.id} of a static member, which keeps its place while it
 *     restarts
 * @param sessionTimeoutMillis without a sign of life for so long, a member is out
 * @param rebalanceTimeoutMillis how long this member may take to join again when members change
 * @param protocols what the member can be assigned by, the most wanted first
 * @param abilities what the version of the request brings
 */
public record JoinRequest(
    String memberId,
    Optional<String> instanceId,
    Client client,
    int sessionTimeoutMillis,
    int rebalanceTimeoutMillis,
    String protocolType,
    List<Protocol> protocols,
    Abilities abilities) {

  /** So that a name fits into a record, however many bytes its characters take. */
  private static final int MOST_NAME_LENGTH = 8_191;

  public JoinRequest {
    protocols = List.copyOf(protocols);
  }

  boolean isNew() {
    return memberId.isEmpty();
  }

  /** Whether its names are short enough to be stored. */
  boolean isStorable() {
    return isStorable(memberId)
        && instanceId.map(JoinRequest::isStorable).orElse(true)
        && isStorable(client.id())
        && isStorable(protocolType)
        && protocols.stream().allMatch(protocol -> isStorable(protocol.name()));
  }

  private static boolean isStorable(String name) {
    return name.length() <= MOST_NAME_LENGTH;
  }

  int metadataBytes() {
    return protocols.stream().mapToInt(protocol -> protocol.metadata().sizeInBytes()).sum();
  }

  /** Who is at the other end of the connection. */
  public record Client(String id, String host) {}

  /** A way to share out work by name ({@code range}), and what the member says for it. */
  public record Protocol(String name, Opaque metadata) {}

  /**
   * What the asking client can do.
   *
   * @param rejoinsWithGivenId understands {@link GroupError#MEMBER_ID_REQUIRED} (KIP-394)
   * @param skipsAssignment can be leader without assigning anew (KIP-814)
   */
  public record Abilities(boolean rejoinsWithGivenId, boolean skipsAssignment) {

    /** JoinGroup before version 4. */
    public static final Abilities NONE = new Abilities(false, false);

    /** JoinGroup from version 9 on. */
    public static final Abilities ALL = new Abilities(true, true);
  }
}
