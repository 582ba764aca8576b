package dev.headrace.connector;

import java.util.Map;
import java.util.Optional;

/**
 * Brings data in. A source <em>plans</em> its partitions (files, tables, endpoints) and opens one
 * {@link SourceReader} for each; the runtime deals the partitions to tasks, keeps their positions
 * in the same transaction as the records, restarts what fails, and stops what must stop.
 *
 * <p>With the setting {@code schedule} the runtime makes a run of it at each due time: it plans
 * anew in {@link ReadMode#ONCE}, opens every partition at its committed position, and reads each to
 * its {@link Next.End}; between runs there is no reader. The position at the end is what the next
 * run opens the partition at, so a source that brings everything each time begins anew when it is
 * opened at a position that says "complete". Within a run, also one that a crash has interrupted, a
 * partition that has ended is not opened again, and one that has not is opened where it was
 * committed: a position must tell the middle from the end.
 *
 * @param <C> the configuration
 * @param <K> names one source partition; a record of simple components, equal by value
 * @param <P> a place in a source partition; a record of simple components (numbers, text, booleans,
 *     optionals of these). A component missing in what was stored takes its zero value, and an
 *     unknown one is ignored, so that a position survives an upgrade.
 */
public non-sealed interface SourceConnector<C extends Record, K extends Record, P extends Record>
    extends Connector<C> {

  /** The record that names a source partition. */
  Class<K> partition();

  /** The record that is a place in a source partition. */
  Class<P> position();

  /**
   * How often what this connector reads is delivered under {@code configuration}, and why; shown to
   * users. Sources are exactly once unless they cannot return to a position.
   */
  default Guarantee guarantee(C configuration) {
    return Guarantee.exactlyOnce("records and source position are committed in one transaction");
  }

  /**
   * Whether every record names its topic itself under {@code configuration}; users need not set
   * {@code topic} then.
   */
  default boolean namesTopics(C configuration) {
    return false;
  }

  /**
   * Finds the partitions that exist now. Called when the connector starts and again after {@link
   * Plan#refresh()}. A partition that is no longer planned is read to its end, then closed.
   *
   * @param known the committed positions, also of partitions that are no longer planned
   * @throws ConnectorException when the far side cannot be asked, or the configuration is wrong
   */
  Plan<K> plan(C configuration, Map<K, P> known, SourceContext context) throws ConnectorException;

  /**
   * Opens a partition at the position that was committed last, or at its beginning. The result is
   * used by one thread at a time and closed exactly once. When this method throws it has closed
   * what it opened.
   */
  SourceReader<P> open(C configuration, K partition, Optional<P> position, SourceContext context)
      throws ConnectorException;

  /**
   * Leaves something at the place of a source that is paused, for those who would find it gone: a
   * listener that asks senders to come back later. Called when all readers are closed, also when a
   * node starts with the source paused; not for one that is stopped. The readers may be opened
   * again before the result is closed, and take their place back.
   *
   * @return what is closed once when the source goes on, is stopped or removed; by default nothing
   *     is left
   * @throws ConnectorException what happened; where its kind lets hope, the runtime tries again
   */
  default AutoCloseable standIn(C configuration, SourceContext context) throws ConnectorException {
    return () -> {};
  }
}
