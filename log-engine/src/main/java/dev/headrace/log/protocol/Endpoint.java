package dev.headrace.log.protocol;

/**
 * An address that clients can connect to.
 *
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {}
