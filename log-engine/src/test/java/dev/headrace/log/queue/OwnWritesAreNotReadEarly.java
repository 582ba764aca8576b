package dev.headrace.log.queue;

import dev.headrace.log.queue.Event.Read;
import dev.headrace.log.queue.Event.Sent;
import dev.headrace.log.queue.Event.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** No transaction is given what it wrote itself, before it has an end. */
final class OwnWritesAreNotReadEarly implements Rule {

  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>();
    for (Sent sent : history.sent()) {
      Set<Long> own = sent.writes().stream().map(Write::value).collect(Collectors.toSet());
      for (Read read : sent.reads()) {
        if (own.contains(read.value())) {
          violations.add(read + " was read by the transaction that wrote it: " + sent);
        }
      }
    }
    return violations;
  }
}
