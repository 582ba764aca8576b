package dev.headrace.runtime;

import dev.headrace.connector.Reason;
import dev.headrace.connector.config.DataSize;
import dev.headrace.log.EngineSettings;
import dev.headrace.log.Listener;
import dev.headrace.log.LogEngine;
import dev.headrace.log.LogKeeping;
import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.OffsetRetention;
import dev.headrace.log.server.ListenerSettings;
import dev.headrace.log.storage.CleaningSettings;
import dev.headrace.log.storage.Cleanup;
import dev.headrace.log.storage.DiskBudget;
import dev.headrace.runtime.backup.Backups;
import dev.headrace.runtime.backup.NodeBackups;
import dev.headrace.runtime.config.ListenAddress;
import dev.headrace.runtime.config.LogSettings;
import dev.headrace.runtime.config.NodeSettings;
import dev.headrace.runtime.connector.Supervisor;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.embedded.EmbeddedLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where the records of a node are: in its own log, or in a Kafka cluster.
 *
 * @param port by which its connectors reach them
 * @param kafka where Kafka clients reach them: {@code host:port}, of a cluster several with commas
 * @param backups of them
 * @param troubles what is wrong with it at the time of asking
 */
record NodeLog(Log port, String kafka, Backups backups, Supplier<List<Reason>> troubles) {

  /** What the names of the groups of sinks begin with. */
  private static final String SINKS = "connect-";

  /**
   * Opens it, with the claim on the data directory.
   *
   * @param closing closes what is opened
   */
  static NodeLog open(NodeSettings settings, Closing closing) throws StartFailure {
    Optional<String> cluster = settings.log().bootstrapServers();
    return cluster.isPresent()
        ? elsewhere(cluster.get(), settings, closing)
        : builtIn(settings, closing);
  }

  /** The data directory has the secrets' key then, and {@code node.json}. */
  private static NodeLog elsewhere(String servers, NodeSettings settings, Closing closing)
      throws StartFailure {
    closing.later("data directory", Startup.claim(settings.dataDir()));
    Log log = closing.later("log port", Startup.cluster(servers));
    return new NodeLog(log, servers, Backups.ofNoLog(), List::of);
  }

  private static NodeLog builtIn(NodeSettings settings, Closing closing) throws StartFailure {
    LogEngine engine = closing.later("log", Startup.engine(engineSettings(settings)));
    Listener kafka =
        closing.later(
            "Kafka listener",
            Startup.listening(
                "kafka.listen",
                "--kafka",
                settings.kafkaListen(),
                () -> engine.listen(settings.kafkaAddress().socket())));
    Log log = closing.later("log port", new EmbeddedLog(engine));
    NodeBackups backups =
        closing.later("backups", new NodeBackups(engine::cut, InstantSource.system()));
    return new NodeLog(
        log,
        ListenAddress.of(kafka.address()).toString(),
        backups,
        new LogTroubles(engine.partitions()));
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
        .withDisk(
            new DiskBudget(
                settings.log().disk().minFreeBytes().bytes(),
                settings.log().disk().maxBytes().stream().mapToLong(DataSize::bytes).findFirst(),
                Set.of()))
        .withListeners(listeners(settings))
        .withHiddenTopics(Supervisor.HIDDEN_TOPICS)
        .withBroker(broker);
  }

  private static ListenerSettings listeners(NodeSettings settings) {
    return ListenerSettings.defaults()
        .withConnections(
            new ListenerSettings.Connections(
                settings.max().connections(),
                settings.max().connectionsPerIp(),
                Duration.ofMillis(settings.connectionsMaxIdleMs())))
        .withRequests(
            new ListenerSettings.Requests(
                settings.socketRequestMaxBytes().toIntBytes(),
                settings.queuedMax().requestBytes().bytes(),
                settings.max().inFlightRequestsPerConnection(),
                Duration.ofMillis(settings.requestReceiveTimeoutMs())))
        .withResponses(
            new ListenerSettings.Responses(
                settings.queuedMax().responseBytes().bytes(),
                Duration.ofMillis(settings.responseSendTimeoutMs())));
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
        Optional.of(SINKS),
        new OffsetRetention(
            Optional.of(settings.offsetsRetentionMinutes())
                .filter(minutes -> minutes >= 0)
                .map(TimeUnit.MINUTES::toMillis),
            settings.offsetsRetentionCheckIntervalMs(),
            Optional.of(SINKS)));
  }
}
