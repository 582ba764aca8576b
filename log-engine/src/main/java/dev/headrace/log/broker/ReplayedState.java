package dev.headrace.log.broker;

import dev.headrace.log.record.StateRecord;
import java.io.IOException;
import java.util.List;

/**
 * A state that is rebuilt from its records, and can be written down as such: of each key the last
 * value. Because the last value decides, records that the state knows already may be replayed
 * again, in their order, without harm.
 */
public interface ReplayedState {

  /**
   * Takes a record over, at a start and before anything else, oldest first.
   *
   * @throws IOException when it cannot be understood
   */
  void replay(StateRecord record) throws IOException;

  /**
   * Records that come to this state, or to a later one. Called by a thread of the {@link StateLog}.
   */
  List<StateRecord> records();
}
