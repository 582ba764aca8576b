package dev.headrace.connector;

/**
 * Reads one source partition. Used by one thread at a time, which the runtime chooses anew for each
 * call: an idle reader holds none.
 *
 * <ol>
 *   <li>{@link #read} emits what is there and returns; it never waits for data to appear. A call
 *       that must wait for a slow far side may block for its time-out, and is interrupted on stop.
 *   <li>It returns soon after {@link Output#full()} turns true.
 *   <li>Before it returns it reports a {@link Output#position position} that covers what it
 *       emitted. Records after the last position are emitted again after a restart.
 *   <li>Nothing is called after {@link #close}, which is called exactly once, also after a failure.
 * </ol>
 */
public interface SourceReader<P extends Record> extends AutoCloseable {

  /**
   * Emits what is there.
   *
   * @throws ConnectorException what happened; its kind decides whether the runtime tries again
   */
  Next read(Output<P> out) throws ConnectorException;

  /**
   * Everything up to {@code position} is durable and visible: the far side may forget it. Called in
   * order, not for every position.
   */
  default void committed(P position) throws ConnectorException {}

  /** Releases everything; does not throw for what is already gone. */
  @Override
  void close();
}
