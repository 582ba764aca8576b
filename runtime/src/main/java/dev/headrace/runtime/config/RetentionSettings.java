package dev.headrace.runtime.config;

import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;

/** The settings of a node that begin with {@code log.retention.}: for topics that set nothing. */
public record RetentionSettings(
    @Doc("The age, in milliseconds, beyond which records of topics go; -1 for never.")
        @Default("604800000")
        @Range(from = "-1")
        long ms,
    @Doc("The size of a partition, in bytes, beyond which its oldest records go; -1 for none.")
        @Default("-1")
        @Range(from = "-1")
        long bytes,
    @Doc("How often, in milliseconds, it is looked for records that go.")
        @Default("300000")
        @Range(from = "1")
        long checkIntervalMs) {}
