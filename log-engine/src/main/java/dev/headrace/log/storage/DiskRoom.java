package dev.headrace.log.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How much room a data directory has, as of the last look. Immutable; a look leads to the next.
 *
 * <pre>
 *   AMPLE ⇄ LOW ⇄ SCARCE ⇄ FULL        (steps may be skipped; back only with some more room)
 * </pre>
 *
 * @param nearest the limit that the level comes from; empty where nothing limits
 */
public record DiskRoom(Level level, Optional<DiskLimit> nearest) {

  /** Before the first look. */
  static final DiskRoom UNKNOWN = new DiskRoom(Level.AMPLE, Optional.empty());

  /** What the room allows, from the best on. */
  public enum Level {
    /** Everything. */
    AMPLE,
    /** Everything still: somebody should know. */
    LOW,
    /** What comes from elsewhere should wait; what is there should go on to where it goes. */
    SCARCE,
    /** No records but the node's own, which finish what was begun or make room. */
    FULL;

    /** The next better one; the best is its own. */
    Level better() {
      return switch (this) {
        case AMPLE, LOW -> AMPLE;
        case SCARCE -> LOW;
        case FULL -> SCARCE;
      };
    }
  }

  /** The state after a look. */
  DiskRoom next(List<DiskLimit> limits) {
    return limits.stream()
        .map(limit -> new DiskRoom(limit.level(level), Optional.of(limit)))
        .max(
            Comparator.comparing(DiskRoom::level)
                .thenComparing(Comparator.comparingLong(DiskRoom::leftBytes).reversed()))
        .orElse(UNKNOWN);
  }

  /** Whether records of clients and connectors are refused. */
  public boolean isFull() {
    return level == Level.FULL;
  }

  /** Whether sources should wait. */
  public boolean holdsSources() {
    return level.compareTo(Level.SCARCE) >= 0;
  }

  /** Bytes that may be written before writes are refused. */
  long leftBytes() {
    return nearest.map(DiskLimit::leftBytes).orElse(Long.MAX_VALUE);
  }

  /** Bytes that may be written before the level is anything but the best; not negative. */
  long bytesToLow() {
    return nearest
        .map(limit -> Math.max(0, limit.leftBytes() - limit.marginBytes()))
        .orElse(Long.MAX_VALUE);
  }

  /** For people: how it stands and what that means. */
  public String words() {
    String meaning =
        switch (level) {
          case AMPLE -> "there is room on the disk";
          case LOW -> "the disk fills up";
          case SCARCE -> "the disk is nearly full, so sources wait";
          case FULL -> "the disk is full, so writes are refused until there is room";
        };
    return meaning + nearest.map(limit -> ": " + limit.words()).orElse("");
  }
}
