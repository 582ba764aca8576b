package dev.headrace.connectors.http.webhook;

/** A source partition: what is sent to one path. */
public record Hook(String path) {}
