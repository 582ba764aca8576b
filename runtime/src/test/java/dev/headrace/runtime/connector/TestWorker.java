package dev.headrace.runtime.connector;

import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.secret.Seals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A supervisor on a log in memory, with a good and a bad source and sink. */
final class TestWorker implements AutoCloseable {

  static final ConnectorConfig.Origin FILE = new ConnectorConfig.Origin.File("test.json");
  static final ConnectorConfig.Origin REST = new ConnectorConfig.Origin.Rest();

  final Incidents inSource = new Incidents();
  final Incidents inSink = new Incidents();
  final Incidents inGoodSource = new Incidents();
  final TestSource goodSource = new TestSource("good-source", inGoodSource);
  final TestSink goodSink = new TestSink("good-sink", new Incidents());
  final TestSource badSource = new TestSource("bad-source", inSource);
  final TestSink badSink = new TestSink("bad-sink", inSink);
  final MemoryLog log;
  final Supervisor supervisor;

  TestWorker(ReadMode mode) {
    this(mode, new MemoryLog());
  }

  /** Not made before a secret is kept. */
  private static final Path NO_KEYS = Path.of("target", "no-keys");

  TestWorker(ReadMode mode, MemoryLog log) {
    this(mode, log, NO_KEYS);
  }

  /**
   * @param keys the data directory, where the key lies that seals secrets
   */
  TestWorker(ReadMode mode, MemoryLog log, Path keys) {
    this(mode, log, keys, new Time(InstantSource.system(), System::nanoTime, new QuickAlarm()));
  }

  /** One in a time of the test. */
  TestWorker(ReadMode mode, MemoryLog log, FakeTime time) {
    this(mode, log, NO_KEYS, time.time());
  }

  private TestWorker(ReadMode mode, MemoryLog log, Path keys, Time time) {
    this.log = log;
    Plugins plugins = Plugins.of(List.of(goodSource, goodSink, badSource, badSink));
    supervisor = Supervisor.open(plugins, (Log) log, "test", mode, new Seals(keys), time);
  }

  /** A config of a file; {@code settings} are keys and values. */
  static ConnectorConfig config(String name, String connectorClass, String... settings) {
    return config(FILE, name, connectorClass, settings);
  }

  static ConnectorConfig config(
      ConnectorConfig.Origin origin, String name, String connectorClass, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("connector.class", connectorClass));
    for (int at = 0; at < settings.length; at += 2) {
      all.put(settings[at], settings[at + 1]);
    }
    return new ConnectorConfig(name, all, origin);
  }

  Applied apply(String name, String connectorClass, String... settings) {
    return supervisor.apply(config(name, connectorClass, settings));
  }

  ConnectorStatus status(String name) {
    return supervisor.status(name).orElseThrow();
  }

  ConnectorStatus awaitStatus(String name, Predicate<ConnectorStatus> wanted) {
    return await(name)
        .atMost(Duration.ofSeconds(50))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> status(name), wanted);
  }

  ConnectorStatus awaitState(String name, ConnectorStatus.State state) {
    return awaitStatus(name, status -> status.state() == state);
  }

  ConnectorStatus awaitTaskState(String name, ConnectorStatus.State state) {
    return awaitStatus(
        name, status -> status.tasks().stream().anyMatch(task -> task.state() == state));
  }

  void awaitTaken(String... values) {
    await()
        .atMost(Duration.ofSeconds(50))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> List.copyOf(goodSink.taken), List.of(values)::equals);
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
