package dev.headrace.connectors.http.webhook;

/**
 * How many requests were taken.
 *
 * @param requests since the source was first started
 */
public record WebhookPosition(long requests) {}
