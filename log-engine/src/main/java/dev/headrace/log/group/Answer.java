package dev.headrace.log.group;

/** An answer that is due, to the request that its ticket names. */
public sealed interface Answer {

  Ticket ticket();

  record ToJoin(Ticket ticket, JoinOutcome outcome) implements Answer {}

  record ToSync(Ticket ticket, SyncOutcome outcome) implements Answer {}
}
