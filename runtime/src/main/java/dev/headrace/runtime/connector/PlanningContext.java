package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceContext;

/** What a source knows while it plans; waking it makes it plan again soon. */
record PlanningContext(String connectorName, ReadMode mode, Runnable waker)
    implements SourceContext {

  @Override
  public void wake() {
    waker.run();
  }
}
