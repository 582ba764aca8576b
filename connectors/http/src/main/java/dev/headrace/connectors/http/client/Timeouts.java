package dev.headrace.connectors.http.client;

import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;
import java.time.Duration;

/** How long a server is waited for. */
public record Timeouts(
    @Doc("How long to look up a name, and how long to connect.")
        @Default("10s")
        @Range(from = "1ms", to = "10m")
        Duration connect,
    @Doc("How long a request may take until the head of its answer is there.")
        @Default("30s")
        @Range(from = "1ms", to = "1h")
        Duration response,
    @Doc("How long to wait for the next bytes of an answer.")
        @Default("30s")
        @Range(from = "1ms", to = "1h")
        Duration read,
    @Doc("How long to wait for bytes of one answer, all waits added up.")
        @Default("10m")
        @Range(from = "1ms", to = "1d")
        Duration total) {}
