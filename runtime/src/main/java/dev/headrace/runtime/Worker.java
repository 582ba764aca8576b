package dev.headrace.runtime;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.config.ListenAddress;
import dev.headrace.runtime.config.NodeSettings;
import dev.headrace.runtime.connector.Supervisor;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.rest.RestServer;
import dev.headrace.runtime.secret.Seals;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: its log, the connectors and REST. Started by one thread, closed once by any; what is
 * opened last is closed first.
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
    OpenFilesLimit.check();
    Closing closing = new Closing();
    try {
      NodeLog log = NodeLog.open(settings, closing);
      Supervisor supervisor =
          closing.later(
              "connectors",
              Supervisor.open(
                  plugins,
                  log.port(),
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
                          settings.restAddress().socket(),
                          SOLO,
                          supervisor,
                          new InstalledPlugins(plugins),
                          supervisor.schemas(),
                          log.backups(),
                          log.troubles())));
      NodeFile addresses =
          new NodeFile(
              ProcessHandle.current().pid(),
              log.kafka(),
              ListenAddress.of(rest.address()).toString(),
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
}
