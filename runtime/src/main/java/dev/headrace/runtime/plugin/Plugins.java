package dev.headrace.runtime.plugin;

import dev.headrace.connector.Connector;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Nearest;
import dev.headrace.connector.config.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connectors that can be used. Immutable once loaded; may be used from any thread. */
public final class Plugins implements AutoCloseable {

  /** {@link Plugin#origin()} of what comes with the worker. */
  public static final String BUILT_IN = "built in";

  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

  private final TreeMap<String, Plugin<?>> byName = new TreeMap<>();
  private final List<PluginProblem> problems = new ArrayList<>();
  private final List<PluginClassLoader> loaders = new ArrayList<>();
  private final List<LentDriver> drivers = new ArrayList<>();

  private Plugins() {}

  /**
   * A JDBC driver that all connectors can use.
   *
   * @param name of its class
   * @param version as it says itself, without what comes after the second number
   * @param origin its folder, for people
   */
  public record JdbcDriver(String name, String version, String origin) {}

  /** Where plugins are looked for when nobody says where; need not be there. */
  public static final Path USUAL_FOLDER = Path.of("plugins");

  /**
   * Loads the connectors of the class path, and of each folder in {@code folder}. What cannot be
   * used is told by {@link #problems()} and harms nothing else. JDBC drivers in a folder without a
   * connector are lent to all connectors.
   *
   * @param folder one that does not exist counts as empty, and is told if it is not the usual one
   */
  public static Plugins load(ClassLoader builtIn, Path folder) {
    Plugins plugins = new Plugins();
    new ConnectorScan(BUILT_IN, plugins.problems::add).allOf(builtIn).forEach(plugins::add);
    for (PluginFolder each : PluginFolder.in(folder, plugins.problems::add)) {
      PluginClassLoader loader = each.open(builtIn);
      plugins.loaders.add(loader);
      String origin = each.place().toString();
      ConnectorScan.Own own = new ConnectorScan(origin, plugins.problems::add).ownOf(loader);
      own.connectors().forEach(plugins::add);
      own.drivers().forEach(driver -> plugins.lend(driver, origin));
    }
    return plugins;
  }

  /** These connectors and no others, for who embeds or tests a worker. */
  public static Plugins of(List<Connector<?>> connectors) {
    Plugins plugins = new Plugins();
    connectors.forEach(connector -> plugins.add(Plugin.of(connector, BUILT_IN)));
    return plugins;
  }

  /** All plugins, by name. */
  public List<Plugin<?>> all() {
    return List.copyOf(byName.values());
  }

  /** The JDBC drivers that were found in folders. */
  public List<JdbcDriver> drivers() {
    return drivers.stream()
        .map(lent -> new JdbcDriver(lent.name(), lent.version(), lent.origin()))
        .toList();
  }

  /** What could not be used. */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * The plugin that users mean by {@code connector.class}: its name, or as in Kafka Connect the
   * name of its class, full or simple, with or without {@code Connector} at its end.
   */
  public Optional<Plugin<?>> find(String connectorClass) {
    Plugin<?> named = byName.get(connectorClass);
    return named == null
        ? all().stream().filter(plugin -> plugin.answersTo(connectorClass)).findFirst()
        : Optional.of(named);
  }

  /** What to tell somebody who asks for a plugin that is not there. */
  public Problem unknown(String connectorClass) {
    String known = "The connectors here are: " + String.join(", ", byName.keySet()) + ".";
    String next =
        Nearest.to(connectorClass, byName.keySet())
            .map(nearest -> "Did you mean `" + nearest + "`? " + known)
            .orElse(known + " Plugins belong into folders of their own in `plugins.dir`.");
    return new Problem(
        "config.unknown-connector",
        "connector.class",
        "There is no connector `" + connectorClass + "`.",
        next);
  }

  /** Closes the jars; no connector of a folder may be used afterwards. */
  @Override
  public void close() {
    for (LentDriver driver : drivers) {
      try {
        driver.takeBack();
      } catch (SQLException failed) {
        LOG.warn("the driver {} was not taken back: {}", driver.name(), failed.getMessage());
      }
    }
    for (PluginClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException failed) {
        LOG.warn("{} was not closed cleanly: {}", loader.getName(), failed.getMessage());
      }
    }
  }

  private void lend(Driver driver, String origin) {
    try {
      drivers.add(LentDriver.lend(driver, origin));
    } catch (SQLException failed) {
      throw new IllegalStateException("a driver can always be registered", failed);
    }
  }

  private void add(Plugin<?> plugin) {
    Plugin<?> first = byName.putIfAbsent(plugin.name(), plugin);
    if (first != null) {
      problems.add(
          new PluginProblem(
              plugin.origin(),
              new Reason(
                  "plugin.duplicate-name",
                  "There is a connector `"
                      + plugin.name()
                      + "` already ("
                      + first.origin()
                      + "), which is used.",
                  "Remove one of the two.")));
    }
  }
}
