package dev.headrace.connector.testing;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SourceContext;

/** What a connector under test is told: it is the first task of the connector {@code test}. */
public record TestContext(ReadMode mode) implements SourceContext, SinkContext {

  @Override
  public String connectorName() {
    return "test";
  }

  @Override
  public int task() {
    return 0;
  }

  @Override
  public void wake() {}
}
