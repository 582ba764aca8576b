package dev.headrace.log.group;

/**
 * Whether a group with members goes over to another protocol when members ask for it.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848: {@code
 *     group.consumer.migration.policy}</a>
 */
public enum MigrationPolicy {
  /** Neither way; and nobody joins by the protocol that the others do not speak. */
  DISABLED,
  /** To the consumer protocol, when the first member of it comes. */
  UPGRADE,
  /** To the classic protocol, when the last member of the consumer protocol has gone. */
  DOWNGRADE,
  BIDIRECTIONAL;

  boolean upgrades() {
    return this == UPGRADE || this == BIDIRECTIONAL;
  }

  boolean downgrades() {
    return this == DOWNGRADE || this == BIDIRECTIONAL;
  }

  /** Whether members of the classic protocol may join a group of the consumer protocol. */
  boolean mixes() {
    return this != DISABLED;
  }
}
