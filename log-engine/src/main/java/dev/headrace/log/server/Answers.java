package dev.headrace.log.server;

import dev.headrace.log.protocol.Response;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The answers that a connection owes, in the order of their requests: clients take an answer out of
 * its turn for a broken connection. Event loop of the connection only.
 */
final class Answers {

  private final Queue<Owed> owed = new ArrayDeque<>();

  /** An answer's place in the order. */
  static final class Owed {
    private final Runnable abandoned;
    private Optional<Response> response = Optional.empty();

    private Owed(Runnable abandoned) {
      this.abandoned = abandoned;
    }
  }

  /**
   * @param abandoned is run when the answer will not be wanted
   */
  Owed owe(Runnable abandoned) {
    Owed answer = new Owed(abandoned);
    owed.add(answer);
    return answer;
  }

  void ready(Owed answer, Response response) {
    answer.response = Optional.of(response);
  }

  /** The next answer, if it is its turn and it is there. */
  Optional<Response> poll() {
    Owed first = owed.peek();
    if (first == null || first.response.isEmpty()) {
      return Optional.empty();
    }
    return owed.remove().response;
  }

  int size() {
    return owed.size();
  }

  /** The client has gone. */
  void abandon() {
    for (Owed answer : owed) {
      answer.abandoned.run();
      answer.response.ifPresent(Response::close);
    }
    owed.clear();
  }
}
