package dev.headrace.runtime.connector;

import dev.headrace.runtime.task.Standstill;
import java.time.Duration;
import java.util.Optional;

/** That nothing has gone forward for so long that somebody should know. */
record Stall(Standstill standstill) {

  /** Longer than what a slow far side usually takes. */
  static final Duration AFTER = Duration.ofMinutes(1);

  /** Empty when it does not last for long. */
  static Optional<Stall> of(Standstill standstill) {
    return standstill.lasted().compareTo(AFTER) < 0
        ? Optional.empty()
        : Optional.of(new Stall(standstill));
  }

  /** For people. */
  String words() {
    return "Nothing has gone forward for "
        + standstill.lasted().toSeconds()
        + " s although there is something to do"
        + standstill.call().map(call -> ": " + call + " has not returned").orElse("")
        + ". See whether the far side answers, and the node's threads for where it waits."
        + " [task.stalled]";
  }
}
