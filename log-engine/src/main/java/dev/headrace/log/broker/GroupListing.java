package dev.headrace.log.broker;

import dev.headrace.log.group.GroupState;

/**
 * A group among others.
 *
 * @param protocolType such as {@code consumer}; empty for one that only committed offsets
 */
public record GroupListing(String id, String protocolType, GroupState state) {}
