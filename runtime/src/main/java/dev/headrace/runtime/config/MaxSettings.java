package dev.headrace.runtime.config;

import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Range;

/** The settings of a node that begin with {@code max.}: what Kafka clients may have at a time. */
public record MaxSettings(
    @Doc("How many connections of Kafka clients there may be; more are closed.")
        @Default("10000")
        @Range(from = "1", to = "2147483647")
        int connections,
    @Doc("How many of them may come from one address; more are closed.")
        @Default("2147483647")
        @Range(from = "1", to = "2147483647")
        int connectionsPerIp,
    @Doc("How many requests of a connection may wait for answers before it is not read any more.")
        @Default("32")
        @Range(from = "1", to = "10000")
        int inFlightRequestsPerConnection) {}
