package dev.headrace.log.broker;

import java.util.OptionalInt;

/**
 * How far a group has come in a partition.
 *
 * @param offset of the next record to read
 * @param leaderEpoch of the last record read, where the group knows it
 * @param metadata the group's own text, such as a sink's receipt; empty for none
 */
public record CommittedOffset(long offset, OptionalInt leaderEpoch, String metadata) {}
