package dev.headrace.connector;

/** What the runtime tells a source and does for it. May be used from any thread. */
public interface SourceContext {

  /** The name of the connector instance, as in its config file. */
  String connectorName();

  /**
   * Whether the source is read once up to its present end ({@code run --once}, or a run of a
   * schedule): a reader then returns {@link Next.End} where it would otherwise wait for more.
   */
  ReadMode mode();

  /** Ends the {@link Next.Idle} of this reader early; harmless at any other time. */
  void wake();
}
