package dev.headrace.log.protocol;

/**
 * What clients are told about this node.
 *
 * @param id of the only broker there is, at least 0
 * @param clusterId stays with the data directory
 */
public record Node(int id, String clusterId) {}
