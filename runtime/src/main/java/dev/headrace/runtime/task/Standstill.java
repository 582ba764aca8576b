package dev.headrace.runtime.task;

import java.time.Duration;
import java.util.Optional;

/**
 * That a task has something to do and nothing goes forward.
 *
 * @param lasted since something went forward last
 * @param call the connector's method that has not returned; empty when none is running
 */
public record Standstill(Duration lasted, Optional<String> call) {}
