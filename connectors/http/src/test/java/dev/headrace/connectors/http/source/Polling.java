package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.http.Bound;
import dev.headrace.connectors.http.client.NameLookup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Polls as the runtime does, from one thread. Its clock moves only when it is told to, or when a
 * reader is idle: then as far as the reader said.
 */
final class Polling {

  static final Instant BEGAN = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final HttpSource source;
  private final HttpSourceSettings settings;
  private Optional<PollPosition> committed = Optional.empty();

  private Polling(HttpSourceSettings settings, NameLookup lookup) {
    this.settings = settings;
    this.source =
        new HttpSource(lookup, new SourceClock(() -> BEGAN.plusNanos(nanos.get()), nanos::get));
  }

  static Polling of(String url, String... keysAndValues) {
    return of(NameLookup.SYSTEM, url, keysAndValues);
  }

  static Polling of(NameLookup lookup, String url, String... keysAndValues) {
    return new Polling(settings(url, keysAndValues), lookup);
  }

  static HttpSourceSettings settings(String url, String... keysAndValues) {
    Map<String, String> given = new HashMap<>(Map.of("url", url));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      given.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Bound.to(HttpSourceSettings.class, given);
  }

  /** One whole poll from what is committed; commits at its end. */
  CollectingOutput<PollPosition> poll() throws ConnectorException {
    CollectingOutput<PollPosition> output = CollectingOutput.unlimited();
    try (SourceReader<PollPosition> reader = open(ReadMode.ONCE)) {
      while (!(step(reader, output) instanceof Next.End)) {}
    }
    committed = output.lastPosition().or(() -> committed);
    return output;
  }

  /** The values of one poll. */
  List<String> texts() throws ConnectorException {
    return poll().texts();
  }

  /** Reads once; a pause is over at once. */
  Next step(SourceReader<PollPosition> reader, CollectingOutput<PollPosition> output)
      throws ConnectorException {
    Next next = reader.read(output);
    if (next instanceof Next.Idle(Duration pause)) {
      passes(pause);
    }
    return next;
  }

  SourceReader<PollPosition> open(ReadMode mode) throws ConnectorException {
    TestContext context = new TestContext(mode);
    Endpoint endpoint = source.plan(settings, Map.of(), context).partitions().getFirst();
    return source.open(settings, endpoint, committed, context);
  }

  void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void commit(Optional<PollPosition> position) {
    committed = position.or(() -> committed);
  }

  Optional<PollPosition> committed() {
    return committed;
  }

  /** What a poll fails with. */
  ConnectorException failure() {
    try {
      List<String> texts = texts();
      throw new AssertionError("it did not fail, but gave " + texts);
    } catch (ConnectorException expected) {
      return expected;
    }
  }
}
