package dev.headrace.connector;

/** A named value beside a record's own. */
public record Header(String name, Value value) {}
