package dev.headrace.log.storage;

import dev.headrace.log.storage.DiskRoom.Level;

/**
 * One limit of a {@link DiskBudget} and how far it is. Immutable.
 *
 * @param setting says where the limit is
 * @param limitBytes what it says
 * @param leftBytes that may be written before it is reached; negative beyond it
 * @param marginBytes how long before the limit warnings begin
 */
public record DiskLimit(Setting setting, long limitBytes, long leftBytes, long marginBytes) {

  /** A level that was reached is left when an eighth of the margin more is there. */
  private static final int HYSTERESIS = 8;

  private static final long MIB = 1 << 20;

  /** What the limit is about. */
  public enum Setting {
    MIN_FREE_BYTES("log.disk.min.free.bytes"),
    MAX_BYTES("log.disk.max.bytes");

    private final String key;

    Setting(String key) {
      this.key = key;
    }

    /** Its name as users write it. */
    public String key() {
      return key;
    }
  }

  /** The level that this limit alone calls for when the directory is at another until now. */
  Level level(Level before) {
    Level level = Level.FULL;
    while (level != Level.AMPLE && leftBytes >= backFrom(level, before)) {
      level = level.better();
    }
    return level;
  }

  /** With so many bytes left a level does not hold. */
  private long backFrom(Level level, Level before) {
    long reachedBelow =
        switch (level) {
          case AMPLE -> Long.MAX_VALUE;
          case LOW -> marginBytes;
          case SCARCE -> marginBytes / 2;
          case FULL -> 0;
        };
    boolean wasReached = before.compareTo(level) >= 0;
    return wasReached ? reachedBelow + marginBytes / HYSTERESIS : Math.max(1, reachedBelow);
  }

  /** For people: what is left, and what it is measured by. */
  String words() {
    return switch (setting) {
      case MIN_FREE_BYTES ->
          "%d MiB are free, and %s is %d MiB"
              .formatted((leftBytes + limitBytes) / MIB, setting.key(), limitBytes / MIB);
      case MAX_BYTES ->
          "the partitions hold %d MiB, and %s is %d MiB"
              .formatted((limitBytes - leftBytes) / MIB, setting.key(), limitBytes / MIB);
    };
  }
}
