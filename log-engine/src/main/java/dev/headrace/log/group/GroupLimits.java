package dev.headrace.log.group;

/**
 * What a group may take and how long it waits; the names are Kafka's settings.
 *
 * @param minSessionMillis {@code group.min.session.timeout.ms}
 * @param maxSessionMillis {@code group.max.session.timeout.ms}
 * @param initialDelayMillis {@code group.initial.rebalance.delay.ms}: how long a group that was
 *     empty waits for more members before its first generation; 0 does not wait
 * @param maxMembers {@code group.max.size}
 * @param maxMetadataBytes of all members together, since all of it is stored as one record
 * @param migration {@code group.consumer.migration.policy}
 */
public record GroupLimits(
    int minSessionMillis,
    int maxSessionMillis,
    int initialDelayMillis,
    int maxMembers,
    int maxMetadataBytes,
    MigrationPolicy migration) {

  /**
   * Kafka's, but for two: sessions may be as short as a second (Kafka: six), so that the loss of a
   * member is noticed soon; and the first member does not wait for others (Kafka: three seconds),
   * so that a lone reader starts at once.
   */
  public static final GroupLimits DEFAULTS = new GroupLimits(1_000, 1_800_000, 0, 1_000, 512 << 10);

  public GroupLimits {
    require(minSessionMillis > 0, "minSessionMillis", minSessionMillis);
    require(maxSessionMillis >= minSessionMillis, "maxSessionMillis", maxSessionMillis);
    require(initialDelayMillis >= 0, "initialDelayMillis", initialDelayMillis);
    require(maxMembers > 0, "maxMembers", maxMembers);
    require(maxMetadataBytes > 0, "maxMetadataBytes", maxMetadataBytes);
  }

  /** With Kafka's default of the policy. */
  public GroupLimits(
      int minSessionMillis,
      int maxSessionMillis,
      int initialDelayMillis,
      int maxMembers,
      int maxMetadataBytes) {
    this(
        minSessionMillis,
        maxSessionMillis,
        initialDelayMillis,
        maxMembers,
        maxMetadataBytes,
        MigrationPolicy.BIDIRECTIONAL);
  }

  public GroupLimits withMigration(MigrationPolicy policy) {
    return new GroupLimits(
        minSessionMillis,
        maxSessionMillis,
        initialDelayMillis,
        maxMembers,
        maxMetadataBytes,
        policy);
  }

  boolean allowsSession(int sessionTimeoutMillis) {
    return sessionTimeoutMillis >= minSessionMillis && sessionTimeoutMillis <= maxSessionMillis;
  }

  private static void require(boolean holds, String name, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " cannot be " + value);
    }
  }
}
