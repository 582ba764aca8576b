package dev.headrace.connectors.http.source;

/** A source partition: what is polled, by the URL in the configuration. */
public record Endpoint(String url) {}
