package dev.headrace.runtime.config;

import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;

/**
 * The settings of a node that begin with {@code queued.max.}: the memory that Kafka clients take.
 */
public record QueuedSettings(
    @Doc(
            "Memory for all requests that are being received; connections are not read until there"
                + " is room. At least socket.request.max.bytes.")
        @Default("128MiB")
        @Range(from = "1MiB")
        DataSize requestBytes,
    @Doc(
            "Memory for all answers that wait to be sent; beyond it no more is taken from clients"
                + " that do not take theirs, and twice as much closes connections.")
        @Default("128MiB")
        @Range(from = "1MiB")
        DataSize responseBytes) {}
