package dev.headrace.runtime.plugin;

import dev.headrace.connector.Connector;
import dev.headrace.connector.Reason;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the connectors of one class loader, or the JDBC drivers. Whatever one of them throws harms
 * no other.
 */
@SuppressWarnings("rawtypes") // a class literal has no type arguments
final class ConnectorScan {

  private static final String DRIVERS = "META-INF/services/java.sql.Driver";

  /** A services file with more broken lines than this is not read further. */
  private static final int MOST_PROBLEMS = 100;

  private final String origin;
  private final Consumer<PluginProblem> problems;
  private int problemCount;

  ConnectorScan(String origin, Consumer<PluginProblem> problems) {
    this.origin = origin;
    this.problems = problems;
  }

  /** The connectors that {@code loader} sees, its parents' among them. */
  List<Plugin<?>> allOf(ClassLoader loader) {
    return scan(loader, _ -> true);
  }

  /**
   * What the jars of a plugin folder offer: connectors, or drivers for those of others.
   *
   * @param drivers none where there are connectors, which keep theirs for themselves
   */
  record Own(List<Plugin<?>> connectors, List<Driver> drivers) {}

  /** What is from {@code loader} itself. */
  Own ownOf(PluginClassLoader loader) {
    List<Plugin<?>> connectors = scan(loader, type -> loader.equals(type.getClassLoader()));
    List<Driver> drivers =
        connectors.isEmpty() && loader.findResource(DRIVERS) != null ? drivers(loader) : List.of();
    if (connectors.isEmpty() && drivers.isEmpty() && problemCount == 0) {
      report(
          "plugin.no-connector",
          "No jar in it offers a connector or a JDBC driver.",
          "It needs META-INF/services/dev.headrace.connector.Connector with the class's name.");
    }
    return new Own(connectors, drivers);
  }

  private List<Plugin<?>> scan(ClassLoader loader, Predicate<Class<?>> wanted) {
    List<Plugin<?>> found = new ArrayList<>();
    forEach(
        Connector.class,
        loader,
        provider -> {
          if (wanted.test(provider.type())) {
            plugin(provider).ifPresent(found::add);
          }
        });
    return found;
  }

  private List<Driver> drivers(ClassLoader loader) {
    List<Driver> found = new ArrayList<>();
    forEach(
        Driver.class,
        loader,
        provider -> {
          if (loader.equals(provider.type().getClassLoader())) {
            driver(provider).ifPresent(found::add);
          }
        });
    return found;
  }

  private <S> void forEach(
      Class<S> service, ClassLoader loader, Consumer<ServiceLoader.Provider<S>> use) {
    Iterator<ServiceLoader.Provider<S>> providers =
        ServiceLoader.load(service, loader).stream().iterator();
    for (Optional<ServiceLoader.Provider<S>> next = next(providers);
        next.isPresent();
        next = next(providers)) {
      use.accept(next.get());
    }
  }

  private <S> Optional<ServiceLoader.Provider<S>> next(
      Iterator<ServiceLoader.Provider<S>> providers) {
    while (problemCount < MOST_PROBLEMS) {
      try {
        return providers.hasNext() ? Optional.of(providers.next()) : Optional.empty();
      } catch (ServiceConfigurationError | LinkageError broken) {
        unusable("A connector or driver", broken);
      }
    }
    return Optional.empty();
  }

  private Optional<Driver> driver(ServiceLoader.Provider<Driver> provider) {
    try {
      return Optional.of(provider.get());
    } catch (Throwable broken) {
      unusable("A JDBC driver", broken);
      return Optional.empty();
    }
  }

  private Optional<Plugin<?>> plugin(ServiceLoader.Provider<Connector> provider) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(provider.type().getClassLoader());
      return Optional.of(Plugin.of((Connector<?>) provider.get(), origin));
    } catch (Throwable broken) {
      unusable("A connector", broken);
      return Optional.empty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void unusable(String kind, Throwable broken) {
    Throwable cause =
        broken instanceof ServiceConfigurationError && broken.getCause() != null
            ? broken.getCause()
            : broken;
    String next =
        cause instanceof LinkageError
            ? "Add the jar that is missing, or use a version of the plugin made for this Headrace."
            : "Ask the plugin's author; this is an error in it.";
    report("plugin.unusable", kind + " cannot be loaded: " + cause + ".", next);
  }

  private void report(String code, String what, String next) {
    problemCount++;
    problems.accept(new PluginProblem(origin, new Reason(code, what, next)));
  }
}
