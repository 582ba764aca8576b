package dev.headrace.connectors.http.client;

import dev.headrace.connector.ConnectorException;
import java.net.http.HttpRequest;

/** Sends requests for tokens, which need no token themselves. */
@FunctionalInterface
interface TokenRequests {

  /** The answer, to be closed by the caller. */
  Answer send(HttpRequest.Builder request) throws ConnectorException, InterruptedException;
}
