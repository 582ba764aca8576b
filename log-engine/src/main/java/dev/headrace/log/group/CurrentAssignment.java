package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a member of a consumer group may read now, on its way to what it is to read. It first gives
 * up, in its old epoch, what is not its own any more; then it gets, in the new one, what others
 * have given up.
 *
 * <pre>
 *              new target                     all given up
 *   Stable ----------------> Unrevoked ----------------------+
 *     ^  |                                                   v
 *     |  +--- nothing to give up ---> new epoch: is all free that it is to get?
 *     |                                  | yes               | no
 *     +----------------------------------+                   v
 *     +---- the others have given up ------------------- Unreleased
 * </pre>
 *
 * @param epoch that the member is to speak of
 * @param previousEpoch which it may still speak of, when the answer with the new one was lost
 * @param assigned with the epoch in which each came to the member
 * @param revoking likewise, what it is to give up
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848: reconciliation
 *     of the group</a>
 */
public record CurrentAssignment(
    int epoch,
    int previousEpoch,
    State state,
    Map<TopicIdPartition, Integer> assigned,
    Map<TopicIdPartition, Integer> revoking) {

  /** How far the member is. */
  public enum State {
    STABLE(0),
    UNREVOKED(1),
    UNRELEASED(2);

    private final int number;

    State(int number) {
      this.number = number;
    }

    /** As Kafka stores it. */
    int number() {
      return number;
    }

    /**
     * @throws IllegalArgumentException for a number of a later release
     */
    static State numbered(int number) {
      return Arrays.stream(values())
          .filter(it -> it.number == number)
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("there is no state " + number + " of a member"));
    }
  }

  /** Of a member that has just come, or comes again with nothing. */
  static final CurrentAssignment NOTHING =
      new CurrentAssignment(ConsumerHeartbeat.JOIN, 0, State.STABLE, Map.of(), Map.of());

  /** Of a member that has had all that it is to have since an epoch. */
  static CurrentAssignment settled(int epoch, Set<TopicIdPartition> partitions) {
    Map<TopicIdPartition, Integer> assigned = new HashMap<>();
    partitions.forEach(partition -> assigned.put(partition, epoch));
    return new CurrentAssignment(epoch, epoch, State.STABLE, assigned, Map.of());
  }

  public CurrentAssignment {
    assigned = Map.copyOf(assigned);
    revoking = Map.copyOf(revoking);
  }

  /**
   * One step towards a target, or as many as can be taken at once.
   *
   * @param owned what the member says to read; empty when it does not say
   * @param isFree whether no other member has a partition
   */
  CurrentAssignment reconcile(
      Set<TopicIdPartition> target,
      int targetEpoch,
      Optional<Set<TopicIdPartition>> owned,
      Predicate<TopicIdPartition> isFree) {
    return switch (state) {
      case STABLE -> epoch == targetEpoch ? this : advance(target, targetEpoch, owned, isFree);
      case UNREVOKED ->
          hasGivenUp(revoking, owned) ? advance(target, targetEpoch, owned, isFree) : this;
      case UNRELEASED -> advance(target, targetEpoch, owned, isFree);
    };
  }

  private CurrentAssignment advance(
      Set<TopicIdPartition> target,
      int targetEpoch,
      Optional<Set<TopicIdPartition>> owned,
      Predicate<TopicIdPartition> isFree) {
    Map<TopicIdPartition, Integer> kept = new HashMap<>(assigned);
    kept.keySet().retainAll(target);
    Map<TopicIdPartition, Integer> leaving = new HashMap<>(assigned);
    leaving.keySet().removeAll(kept.keySet());
    if (!hasGivenUp(leaving, owned)) {
      return new CurrentAssignment(epoch, previousEpoch, State.UNREVOKED, kept, leaving);
    }
    State reached = State.STABLE;
    for (TopicIdPartition partition : target) {
      if (!kept.containsKey(partition)) {
        if (isFree.test(partition)) {
          kept.put(partition, targetEpoch);
        } else {
          reached = State.UNRELEASED;
        }
      }
    }
    return new CurrentAssignment(
        targetEpoch, epoch == targetEpoch ? previousEpoch : epoch, reached, kept, Map.of());
  }

  private static boolean hasGivenUp(
      Map<TopicIdPartition, Integer> partitions, Optional<Set<TopicIdPartition>> owned) {
    return partitions.isEmpty()
        || owned.map(it -> it.stream().noneMatch(partitions::containsKey)).orElse(false);
  }

  /** What nobody else gets as long as the member has it: what it may read, and what it gives up. */
  public Set<TopicIdPartition> held() {
    Set<TopicIdPartition> held = new HashSet<>(assigned.keySet());
    held.addAll(revoking.keySet());
    return held;
  }

  /** The static member is away; what it has is kept for it. */
  CurrentAssignment pause() {
    return new CurrentAssignment(
        ConsumerHeartbeat.LEAVE_FOR_NOW, epoch, State.STABLE, assigned, Map.of());
  }

  boolean isPaused() {
    return epoch == ConsumerHeartbeat.LEAVE_FOR_NOW;
  }

  /** Whether a member that speaks of this epoch, and reads this, may go on. */
  boolean accepts(int claimedEpoch, Optional<Set<TopicIdPartition>> owned) {
    return claimedEpoch == epoch
        || (claimedEpoch == previousEpoch
            && owned.map(it -> assigned.keySet().containsAll(it)).orElse(false));
  }

  /**
   * Whether a member that speaks of this epoch may commit offsets of these partitions: also of an
   * older one, as long as they have been its own since.
   */
  boolean acceptsCommit(int claimedEpoch, Set<TopicIdPartition> partitions) {
    return claimedEpoch == epoch
        || (claimedEpoch >= 0
            && claimedEpoch < epoch
            && partitions.stream().allMatch(it -> since(it) <= claimedEpoch));
  }

  private int since(TopicIdPartition partition) {
    return assigned.getOrDefault(partition, revoking.getOrDefault(partition, Integer.MAX_VALUE));
  }
}
