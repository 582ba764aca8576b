package dev.headrace.log.protocol;

/**
 * Who asks, and how.
 *
 * @param version of the API, which the client chose among the advertised ones
 * @param clientId what the client calls itself; empty for none
 */
public record RequestContext(short version, String clientId, ClientConnection connection) {}
