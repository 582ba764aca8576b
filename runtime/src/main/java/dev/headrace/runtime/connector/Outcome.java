package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.util.List;

/**
 * How a run with an end went.
 *
 * @param failures of connectors and tasks that did not come to their end; empty when all is done
 */
public record Outcome(List<Failed> failures) {

  public Outcome {
    failures = List.copyOf(failures);
  }

  /**
   * Why a connector, or one of its tasks, did not come to its end.
   *
   * @param kind what would help
   */
  public record Failed(ConnectorConfig config, ConnectorException.Kind kind, Reason reason) {}
}
