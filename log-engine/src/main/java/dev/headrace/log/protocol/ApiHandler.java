package dev.headrace.log.protocol;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Answers one API: translates a decoded request into calls of the broker, and what comes of them
 * into the API's response. Being registered at the {@link Dispatcher} is what makes an API
 * advertised.
 *
 * <p>Called on the event loop of the client's connection, by several connections at once; never
 * blocks. The request and all buffers in it are views of the frame: they are valid only until
 * {@link #handle} returns, so what is kept must be copied.
 *
 * @param <Q> the generated request message
 * @param <R> the generated response message
 */
public interface ApiHandler<Q extends ApiMessage, R extends ApiMessage> extends AutoCloseable {

  ApiKeys api();

  /** What goes wrong for the client is told in the response; exceptions close the connection. */
  Reply<R> handle(Q request, RequestContext context);

  /** Answers at once what only waits; for the node's stop. */
  @Override
  default void close() {}
}
