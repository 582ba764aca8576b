package dev.headrace.runtime.offset;

import dev.headrace.connector.SourceConnector;
import dev.headrace.runtime.log.Table;
import java.util.concurrent.CompletionStage;

/**
 * The committed positions of all sources, read from a compacted topic in Kafka Connect's own
 * format. Thread-safe.
 */
public final class PositionStore implements AutoCloseable {

  /** The topic's usual name. */
  public static final String TOPIC = "headrace-offsets";

  private final Table table;

  /** The table is closed with this. */
  public PositionStore(Table table) {
    this.table = table;
  }

  /** Done when all that was committed before this call is seen. */
  public CompletionStage<Void> caughtUp() {
    return table.caughtUp();
  }

  /** The positions of one connector. */
  public <K extends Record, P extends Record> SourcePositions<K, P> of(
      String connectorName, SourceConnector<?, K, P> connector) {
    return new SourcePositions<>(connectorName, table, connector.partition(), connector.position());
  }

  @Override
  public void close() {
    table.close();
  }
}
