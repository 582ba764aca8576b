package dev.headrace.log.group;

/** Names a request whose answer may come later; whoever asks chooses numbers that never repeat. */
public record Ticket(long number) {}
