package dev.headrace.runtime;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SourceConnector;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import dev.headrace.runtime.plugin.Plugin;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.rest.PluginCatalogue;
import java.util.List;
import java.util.Optional;

/** What REST and the command line tell about the plugins. */
public final class InstalledPlugins implements PluginCatalogue {

  private final Plugins plugins;
  private final List<Entry> entries;

  public InstalledPlugins(Plugins plugins) {
    this.plugins = plugins;
    entries = plugins.all().stream().map(InstalledPlugins::entry).toList();
  }

  @Override
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public Optional<Entry> find(String connectorClass) {
    return plugins.find(connectorClass).map(InstalledPlugins::entry);
  }

  private static Entry entry(Plugin<?> plugin) {
    Kind kind =
        switch (plugin.connector()) {
          case SourceConnector<?, ?, ?> _ -> Kind.SOURCE;
          case SinkConnector<?> _ -> Kind.SINK;
        };
    return new Entry(
        plugin.name(), kind, plugin.version(), plugin.summary(), plugin.definition().settings());
  }
}
