package dev.headrace.log.protocol;

import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledExecutorService;

/** The connection that a request came in on. Thread-safe. */
public interface ClientConnection {

  InetSocketAddress remoteAddress();

  /** Where clients are told to find this node: the listener that this client found it on. */
  Endpoint endpoint();

  /** The one thread of this connection: for timers, and for what must not be done concurrently. */
  ScheduledExecutorService eventLoop();
}
