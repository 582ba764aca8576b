package dev.headrace.connector;

/** A record that the target can never take. */
public record Refused(long offset, Reason why) {}
