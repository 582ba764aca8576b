package dev.headrace.connector;

import java.util.List;

/**
 * Takes data out: writes the records of topics to an outside system.
 *
 * @param <C> the configuration
 */
public non-sealed interface SinkConnector<C extends Record> extends Connector<C> {

  /** How often a record is delivered under {@code configuration}, and why; shown to users. */
  Guarantee guarantee(C configuration);

  /**
   * How many tasks may run side by side under {@code configuration}; at least 1. A sink with one
   * target that only one writer may touch says 1.
   */
  default int maxTasks(C configuration) {
    return Integer.MAX_VALUE;
  }

  /** In which form {@link SinkBatch#value()} gives what is stored. */
  default ValueForm valueForm(C configuration) {
    return ValueForm.AS_STORED;
  }

  /**
   * In which form {@link SinkBatch#key()} gives what is stored. A sink that makes nothing of keys
   * under {@code configuration} says {@link ValueForm#AS_STORED}: then no record is refused for a
   * key that nobody needs.
   */
  default ValueForm keyForm(C configuration) {
    return valueForm(configuration);
  }

  /**
   * Opens the target for the partitions of one task. The writer is used by one thread at a time and
   * closed exactly once. When this method throws it has closed what it opened.
   *
   * @param committed where each partition of the task stands, with the receipt stored last
   */
  SinkWriter open(C configuration, List<Committed> committed, SinkContext context)
      throws ConnectorException;
}
