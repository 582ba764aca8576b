package dev.headrace.log.broker;

import dev.headrace.log.group.Answer;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The requests of members that wait, and the answers to those that wait no longer. Guarded by its
 * {@link ShardTurns}; the answers go out after that is released.
 */
final class WaitingAnswers {

  private final Map<Ticket, CompletableFuture<JoinOutcome>> joins = new HashMap<>();
  private final Map<Ticket, CompletableFuture<SyncOutcome>> syncs = new HashMap<>();
  private List<Runnable> due = new ArrayList<>();
  private long tickets;

  Ticket awaitJoin(CompletableFuture<JoinOutcome> answer) {
    Ticket ticket = new Ticket(tickets++);
    joins.put(ticket, answer);
    return ticket;
  }

  Ticket awaitSync(CompletableFuture<SyncOutcome> answer) {
    Ticket ticket = new Ticket(tickets++);
    syncs.put(ticket, answer);
    return ticket;
  }

  void answer(List<Answer> answers) {
    for (Answer answer : answers) {
      switch (answer) {
        case Answer.ToJoin(Ticket ticket, JoinOutcome outcome) ->
            settle(joins.remove(ticket), outcome);
        case Answer.ToSync(Ticket ticket, SyncOutcome outcome) ->
            settle(syncs.remove(ticket), outcome);
      }
    }
  }

  private <T> void settle(CompletableFuture<T> answer, T outcome) {
    due.add(() -> answer.complete(outcome));
  }

  /** The answers that are due, which are not given out again. */
  List<Runnable> takeDue() {
    List<Runnable> taken = due;
    due = new ArrayList<>();
    return taken;
  }
}
