package dev.headrace.log.group;

/** The answer to a {@link SyncRequest}. */
public sealed interface SyncOutcome {

  /** What the leader assigned to the asker. */
  record Synced(String protocolType, String protocol, Opaque assignment) implements SyncOutcome {}

  /** No assignment. */
  record Refused(GroupError error) implements SyncOutcome {}
}
