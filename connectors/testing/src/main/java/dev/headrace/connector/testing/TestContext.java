package dev.headrace.connector.testing;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SourceContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

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

  /** An id that only this name has. */
  @Override
  public UUID topicId(String topic) {
    return UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void wake() {}
}
