package dev.headrace.runtime.connector;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SourceConnector;

/** A connector whose settings are all right, bound to its configuration record. */
sealed interface BoundConnector {

  CommonSettings common();

  Guarantee guarantee();

  record Source<C extends Record, K extends Record, P extends Record>(
      SourceConnector<C, K, P> connector,
      C configuration,
      CommonSettings common,
      SourceSettings settings,
      Guarantee guarantee)
      implements BoundConnector {}

  record Sink<C extends Record>(
      SinkConnector<C> connector,
      C configuration,
      CommonSettings common,
      SinkSettings settings,
      Guarantee guarantee,
      int maxTasks)
      implements BoundConnector {}
}
