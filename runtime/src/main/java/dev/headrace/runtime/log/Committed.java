package dev.headrace.runtime.log;

/**
 * How far a group has come in a partition.
 *
 * @param nextOffset the offset of the next record to read
 * @param metadata the group's own text, at most 4 KiB; empty for none
 */
public record Committed(long nextOffset, String metadata) {}
