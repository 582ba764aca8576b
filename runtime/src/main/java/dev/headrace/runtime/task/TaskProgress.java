package dev.headrace.runtime.task;

import java.util.OptionalLong;

/**
 * What a task has done since it was opened, as of its last commit.
 *
 * @param records how many records went through
 * @param bytes the sum of their values' sizes
 * @param refused how many were refused and skipped
 * @param lag how many records, known to be there, are still to be done; empty when not known
 * @param lastProgressMillis when records went through last, in milliseconds since 1970; 0 for never
 */
public record TaskProgress(
    long records, long bytes, long refused, OptionalLong lag, long lastProgressMillis) {}
