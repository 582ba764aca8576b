package dev.headrace.connector.testing;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceConnector;
import dev.headrace.connector.SourceReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls a source as the runtime does, from one thread. */
public record SourceDriver<C extends Record, K extends Record, P extends Record>(
    SourceConnector<C, K, P> connector, C configuration) {

  private static final TestContext ONCE = new TestContext(ReadMode.ONCE);

  /** The partitions that there are. */
  public List<K> partitions() throws ConnectorException {
    return connector.plan(configuration, Map.of(), ONCE).partitions();
  }

  /** Opens a partition to be read once. */
  public SourceReader<P> open(K partition, Optional<P> position) throws ConnectorException {
    return connector.open(configuration, partition, position, ONCE);
  }

  /** Reads a partition from a position to its end. */
  public CollectingOutput<P> readToEnd(
      K partition, Optional<P> position, CollectingOutput<P> output) throws ConnectorException {
    try (SourceReader<P> reader = open(partition, position)) {
      while (!(reader.read(output) instanceof Next.End)) {
        output.drained();
      }
      return output;
    }
  }

  /**
   * Reads a partition from its beginning to its end.
   *
   * @return how many positions were told before the answer with the end
   */
  int readToEnd(K partition, CollectingOutput<P> output) throws ConnectorException {
    int told = 0;
    try (SourceReader<P> reader = open(partition, Optional.empty())) {
      while (!(reader.read(output) instanceof Next.End)) {
        told = output.positions().size();
        output.drained();
      }
    }
    return told;
  }
}
