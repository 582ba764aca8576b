package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.StateRecord;
import java.io.IOException;
import java.util.List;

/**
 * A state that is rebuilt from its records, and can be written down as such: of each key the last
 * value. Because the last value decides, records that the state knows already may be replayed
 * again, in their order, without harm.
 */
public interface ReplayedState {

  /** In place of an offset: before all that is read from the log. */
  long BEFORE_ALL = -1;

  /**
   * Takes a record over, at a start and before anything else, oldest first.
   *
   * @param offset where it lies in the log; {@link #BEFORE_ALL} for one of a snapshot
   * @throws IOException when it cannot be understood
   */
  void replay(StateRecord record, long offset) throws IOException;

  /**
   * Takes a record of a transaction over, which counts when {@link #replayEnd} says so; the outcome
   * may be told only after the start.
   *
   * @param offset where it lies in the log
   * @throws IOException also when this state is not changed by transactions
   */
  default void replayPending(long producerId, StateRecord record, long offset) throws IOException {
    throw new IOException("a record of producer " + producerId + " is part of a transaction");
  }

  /** The transaction of a producer has ended. */
  default void replayEnd(long producerId, Marker outcome) {}

  /**
   * Records that come to this state, or to a later one. Called by a thread of the {@link StateLog}.
   */
  List<StateRecord> records();
}
