package dev.headrace.runtime;

import dev.headrace.connector.ReadMode;
import dev.headrace.log.EngineSettings;
import dev.headrace.log.Listener;
import dev.headrace.log.LogEngine;
import dev.headrace.log.LogKeeping;
import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.storage.CleaningSettings;
import dev.headrace.log.storage.Cleanup;
import dev.headrace.runtime.config.ListenAddress;
import dev.headrace.runtime.config.LogSettings;
import dev.headrace.runtime.config.NodeSettings;
import dev.headrace.runtime.connector.Supervisor;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.embedded.EmbeddedLog;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.rest.RestServer;
import dev.headrace.runtime.secret.Seals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: the log, its Kafka listener, the connectors and REST. Started by one thread, closed
 * once by any; what is opened last is closed first.
 */
public final class Worker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** The worker group of a node that shares its work with no other. */
  private static final String SOLO = "headrace";

  private final Path dataDirectory;
  private final Closing closing;
  private final Supervisor supervisor;
  private final NodeFile addresses;

  private Worker(Path dataDirectory, Closing closing, Supervisor supervisor, NodeFile addresses) {
    this.dataDirectory = dataDirectory;
    this.closing = closing;
    this.supervisor = supervisor;
    this.addresses = addresses;
  }

  /**
   * Starts a node, without connectors but those that REST applied before.
   *
   * @param plugins its opener's to close, after this
   * @param mode with {@link ReadMode#ONCE} also without those
   * @throws StartFailure when something it needs cannot be had; nothing is left open then
   */
  public static Worker start(NodeSettings settings, Plugins plugins, ReadMode mode)
      throws StartFailure {
    Closing closing = new Closing();
    try {
      LogEngine engine = closing.later("log", Startup.engine(engineSettings(settings)));
      Listener kafka =
          closing.later(
              "Kafka listener",
              Startup.listening(
                  "kafka.listen",
                  "--kafka",
                  settings.kafkaListen(),
                  () -> engine.listen(socket(settings.kafkaAddress()))));
      Log log = closing.later("log port", new EmbeddedLog(engine));
      Supervisor supervisor =
          closing.later(
              "connectors",
              Supervisor.open(
                  plugins,
                  log,
                  settings.groupId().orElse(SOLO),
                  mode,
                  new Seals(settings.dataDir())));
      RestServer rest =
          closing.later(
              "REST",
              Startup.listening(
                  "rest.listen",
                  "--rest",
                  settings.restListen(),
                  () ->
                      RestServer.start(
                          socket(settings.restAddress()),
                          SOLO,
                          supervisor,
                          new InstalledPlugins(plugins),
                          supervisor.schemas())));
      NodeFile addresses =
          new NodeFile(
              ProcessHandle.current().pid(),
              text(kafka.address()),
              text(rest.address()),
              Version.CURRENT);
      addresses.write(settings.dataDir());
      return new Worker(settings.dataDir(), closing, supervisor, addresses);
    } catch (IOException failed) {
      closing.close();
      throw Startup.unusable(settings.dataDir(), failed);
    } catch (StartFailure | RuntimeException failed) {
      closing.close();
      throw failed;
    }
  }

  /** The connectors of this node. */
  public Supervisor connectors() {
    return supervisor;
  }

  /** Where Kafka clients and REST reach it. */
  public NodeFile addresses() {
    return addresses;
  }

  /** Stops the connectors, which flush and commit what they took, then all else, in seconds. */
  @Override
  public void close() {
    closing.close();
    try {
      NodeFile.remove(dataDirectory);
    } catch (IOException left) {
      LOG.warn("node.file: {} was not removed: {}", dataDirectory, left.getMessage());
    }
  }

  private static EngineSettings engineSettings(NodeSettings settings) {
    BrokerSettings defaults = BrokerSettings.defaults();
    BrokerSettings broker =
        new BrokerSettings(
            settings.numPartitions(),
            settings.autoCreateTopicsEnable(),
            settings.messageMaxBytes().toIntBytes(),
            settings.offsetsTopicNumPartitions(),
            defaults.transactionStateLogNumPartitions());
    return EngineSettings.of(settings.dataDir())
        .withLogFlush(
            switch (settings.log().flush()) {
              case FSYNC -> EngineSettings.LogFlush.FSYNC;
              case OS -> EngineSettings.LogFlush.OS;
            })
        .withLogSegmentBytes(settings.log().segmentBytes().toIntBytes())
        .withKeeping(keeping(settings))
        .withHiddenTopics(Supervisor.HIDDEN_TOPICS)
        .withBroker(broker);
  }

  /** The groups of sinks, whose names are Kafka Connect's, are watched. */
  private static LogKeeping keeping(NodeSettings settings) {
    LogSettings log = settings.log();
    return new LogKeeping(
        log.rollMs(),
        new Cleanup(
            true,
            false,
            new Cleanup.Retention(log.retention().ms(), log.retention().bytes()),
            Cleanup.Compaction.DEFAULTS,
            settings.retentionHoldForSinks()),
        new CleaningSettings(
            log.retention().checkIntervalMs(),
            log.cleaner().backoffMs(),
            log.cleaner().dedupeBufferSize().toIntBytes(),
            log.cleaner().ioMaxBytesPerSecond().bytes()),
        Optional.of("connect-"));
  }

  private static InetSocketAddress socket(ListenAddress address) {
    return new InetSocketAddress(address.host(), address.port());
  }

  private static String text(InetSocketAddress address) {
    return new ListenAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
  }
}
