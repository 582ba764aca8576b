package dev.headrace.connectors.http.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.Value;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.http.Bound;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends records as the runtime does, from one thread. */
final class Sending implements AutoCloseable {

  static final TopicPartition ORDERS = new TopicPartition("orders", 3);

  private final SinkWriter writer;
  private long nextOffset;

  Sending(String url, String... keysAndValues) throws ConnectorException {
    HttpSink sink = new HttpSink();
    writer =
        sink.open(
            settings(url, keysAndValues),
            List.of(new Committed(ORDERS, 0, Optional.empty())),
            new TestContext(ReadMode.CONTINUOUS));
  }

  static HttpSinkSettings settings(String url, String... keysAndValues) {
    return Bound.to(HttpSinkSettings.class, given(url, keysAndValues));
  }

  static Map<String, String> given(String url, String... keysAndValues) {
    Map<String, String> given =
        new HashMap<>(Map.of("url", url, "retry.backoff", "1ms", "retry.timeout", "30s"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      given.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return given;
  }

  /** Sends one batch. */
  List<Refused> send(Entry... entries) throws ConnectorException {
    List<Refused> refused =
        writer.write(ListSinkBatch.ofEntries(ORDERS, nextOffset, List.of(entries)));
    nextOffset += entries.length;
    return refused;
  }

  /** Sends one batch of JSON values without keys. */
  List<Refused> send(String... values) throws ConnectorException {
    return send(Arrays.stream(values).map(Sending::json).toArray(Entry[]::new));
  }

  /** What sending these fails with. */
  ConnectorException failure(String... values) {
    try {
      List<Refused> refused = send(values);
      throw new AssertionError("it did not fail, but refused " + refused);
    } catch (ConnectorException expected) {
      return expected;
    }
  }

  /** Where the partition stands after a flush. */
  long flushed() throws ConnectorException {
    return writer.flush(FlushReason.INTERVAL).getFirst().nextOffset();
  }

  static Entry json(String json) {
    return Entry.of(Value.Json.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  static Entry keyed(String key, String json) {
    return json(json).withKey(Value.Json.of(key.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    writer.close();
  }
}
