package dev.headrace.runtime.plugin;

import dev.headrace.connector.Connector;
import dev.headrace.connector.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Finds the connectors of one class loader. Whatever one of them throws harms no other. */
@SuppressWarnings("rawtypes") // a class literal has no type arguments
final class ConnectorScan {

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

  /** The connectors whose classes are from {@code loader} itself. */
  List<Plugin<?>> ownOf(ClassLoader loader) {
    List<Plugin<?>> found = scan(loader, type -> loader.equals(type.getClassLoader()));
    if (found.isEmpty() && problemCount == 0) {
      report(
          "plugin.no-connector",
          "No jar in it offers a connector.",
          "It needs META-INF/services/dev.headrace.connector.Connector with the class's name.");
    }
    return found;
  }

  private List<Plugin<?>> scan(ClassLoader loader, Predicate<Class<?>> wanted) {
    List<Plugin<?>> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<Connector>> providers =
        ServiceLoader.load(Connector.class, loader).stream().iterator();
    for (Optional<ServiceLoader.Provider<Connector>> next = next(providers);
        next.isPresent();
        next = next(providers)) {
      if (wanted.test(next.get().type())) {
        plugin(next.get()).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<ServiceLoader.Provider<Connector>> next(
      Iterator<ServiceLoader.Provider<Connector>> providers) {
    while (problemCount < MOST_PROBLEMS) {
      try {
        return providers.hasNext() ? Optional.of(providers.next()) : Optional.empty();
      } catch (ServiceConfigurationError | LinkageError broken) {
        unusable(broken);
      }
    }
    return Optional.empty();
  }

  private Optional<Plugin<?>> plugin(ServiceLoader.Provider<Connector> provider) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(provider.type().getClassLoader());
      return Optional.of(Plugin.of((Connector<?>) provider.get(), origin));
    } catch (Throwable broken) {
      unusable(broken);
      return Optional.empty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void unusable(Throwable broken) {
    Throwable cause =
        broken instanceof ServiceConfigurationError && broken.getCause() != null
            ? broken.getCause()
            : broken;
    String next =
        cause instanceof LinkageError
            ? "Add the jar that is missing, or use a version of the plugin made for this Headrace."
            : "Ask the plugin's author; this is an error in it.";
    report("plugin.unusable", "A connector cannot be loaded: " + cause + ".", next);
  }

  private void report(String code, String what, String next) {
    problemCount++;
    problems.accept(new PluginProblem(origin, new Reason(code, what, next)));
  }
}
