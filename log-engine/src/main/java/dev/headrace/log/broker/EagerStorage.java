package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stores what groups count on at once. Should that not come to be stored, the group is out of
 * service until all that it decided is settled, and is then restored as the log has it. Guarded by
 * its {@link ShardTurns}.
 */
final class EagerStorage {

  /** Has the groups in memory. */
  interface Keeper {

    /** What the group counts on is not stored: nothing of it may be seen any more. */
    void discard(String group, long nowMillis);

    /** Brings the group back as the log has it, if it has it. */
    void restore(String group, long nowMillis);
  }

  private final GroupJournal journal;
  private final ShardTurns turns;
  private final Keeper keeper;

  /** How many appends of a group are not settled. */
  private final Map<String, Integer> storing = new HashMap<>();

  private final Set<String> broken = new HashSet<>();

  EagerStorage(GroupJournal journal, ShardTurns turns, Keeper keeper) {
    this.journal = journal;
    this.turns = turns;
    this.keeper = keeper;
  }

  /** Whether the group cannot be asked now. */
  boolean isBroken(String group) {
    return broken.contains(group);
  }

  /** Stores all records of a group or none. Done when they are durable, with what went wrong. */
  CompletionStage<Optional<GroupError>> store(String group, List<GroupRecord> records) {
    if (records.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    storing.merge(group, 1, Integer::sum);
    CompletionStage<Optional<GroupError>> stored = journal.append(records);
    stored.whenComplete(
        (failure, bug) ->
            turns.run(nowMillis -> settle(group, bug != null || failure.isPresent(), nowMillis)));
    return stored;
  }

  private void settle(String group, boolean failed, long nowMillis) {
    if (failed) {
      broken.add(group);
      keeper.discard(group, nowMillis);
    }
    boolean isLast =
        storing.merge(group, -1, (count, less) -> count + less == 0 ? null : count + less) == null;
    if (isLast && broken.remove(group)) {
      keeper.restore(group, nowMillis);
    }
  }
}
