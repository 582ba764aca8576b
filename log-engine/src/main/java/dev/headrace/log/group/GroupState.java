package dev.headrace.log.group;

import dev.headrace.log.group.GroupMetadata.Formation;
import java.util.Optional;

/**
 * Where a group stands. A generation is what its members agreed on once; it ends when members come,
 * go or change their minds.
 *
 * <pre>
 *            join                 all joined, or time is up          assignments stored
 *   Empty ---------> Preparing ------------------------> Completing -----------------> Stable
 *     |  ^             |    ^                               |                            |
 *     |  +-------------+    +---- join, leave, time-out ----+----------------------------+
 *     v  nobody joined
 *   Dead
 * </pre>
 */
public sealed interface GroupState {

  /** How many generations there have been; the number of the present or the last one. */
  int generation();

  /** No members; there may be offsets. */
  record Empty(int generation) implements GroupState {

    PreparingRebalance prepare(Waiting waiting) {
      return new PreparingRebalance(generation, Optional.empty(), waiting);
    }

    Dead die() {
      return new Dead(generation);
    }
  }

  /**
   * Members are asked to join again.
   *
   * @param leader of the former generation
   */
  record PreparingRebalance(int generation, Optional<String> leader, Waiting waiting)
      implements GroupState {

    PreparingRebalance waitOn(Waiting anew) {
      return new PreparingRebalance(generation, leader, anew);
    }

    PreparingRebalance withLeader(String memberId) {
      return new PreparingRebalance(generation, Optional.of(memberId), waiting);
    }

    Empty empty() {
      return new Empty(generation + 1);
    }

    CompletingRebalance complete(Formation formation, long deadlineMillis) {
      return new CompletingRebalance(
          generation + 1, formation, Assignments.AWAITED, deadlineMillis);
    }
  }

  /**
   * The members of the generation are known; the leader is to assign.
   *
   * @param deadlineMillis who has not asked for an assignment by then is out
   */
  record CompletingRebalance(
      int generation, Formation formation, Assignments assignments, long deadlineMillis)
      implements GroupState {

    PreparingRebalance prepare(Waiting waiting) {
      return new PreparingRebalance(generation, Optional.of(formation.leader()), waiting);
    }

    CompletingRebalance assigned() {
      return new CompletingRebalance(
          generation, formation, Assignments.BEING_STORED, deadlineMillis);
    }

    CompletingRebalance unassigned() {
      return new CompletingRebalance(generation, formation, Assignments.AWAITED, deadlineMillis);
    }

    Stable stabilize() {
      return new Stable(generation, formation);
    }
  }

  /** How far the leader's assignments have come. */
  enum Assignments {
    AWAITED,
    BEING_STORED
  }

  /** Every member knows, or may ask, what it is assigned. */
  record Stable(int generation, Formation formation) implements GroupState {

    PreparingRebalance prepare(Waiting waiting) {
      return new PreparingRebalance(generation, Optional.of(formation.leader()), waiting);
    }

    Stable withLeader(String memberId) {
      return new Stable(generation, formation.withLeader(memberId));
    }
  }

  /** Deleted; nothing comes after it. */
  record Dead(int generation) implements GroupState {}

  /** What a rebalance waits for. */
  sealed interface Waiting {

    /** When the wait is over in any case. */
    long deadlineMillis();

    /** For all known members, who join again. */
    record ForMembers(long deadlineMillis) implements Waiting {}

    /**
     * For others to come: the group was empty. Whoever comes prolongs the wait.
     *
     * @param latestMillis to which it may be prolonged
     */
    record ForNewcomers(long deadlineMillis, long latestMillis) implements Waiting {

      ForNewcomers prolong(long untilMillis) {
        return new ForNewcomers(Math.min(untilMillis, latestMillis), latestMillis);
      }
    }
  }
}
