package dev.headrace.connector;

/**
 * What a plugin offers: a kind of source or sink, found by {@link java.util.ServiceLoader} through
 * {@code META-INF/services/dev.headrace.connector.Connector} in the plugin's jar.
 *
 * <p>An implementation has a public constructor without parameters, no state, and may be called
 * from any thread. Its {@link #name()} is what users write as {@code connector.class}.
 *
 * @param <C> the record that holds the configuration, see {@link dev.headrace.connector.config}
 */
public sealed interface Connector<C extends Record> permits SourceConnector, SinkConnector {

  /** The name in {@code connector.class}, such as {@code file-source}: lower case, with hyphens. */
  String name();

  /** The version of this connector, shown by REST; not blank. */
  String version();

  /** One sentence for {@code --help} and the documentation. */
  String summary();

  /** The record that the connector's settings are bound to. */
  Class<C> configuration();
}
