package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.config.ConfigProblem;
import java.io.PrintWriter;
import java.util.List;

/** Tells what went wrong on standard error, always in the same form. */
record Complaints(PrintWriter err) {

  void tell(Reason reason) {
    err.printf("error: %s [%s]%n  next: %s%n", reason.what(), reason.code(), reason.next());
    err.flush();
  }

  void tell(ConfigProblem problem) {
    err.printf(
        "error: %s: %s [%s]%n  next: %s%n",
        problem.where(),
        problem.problem().what(),
        problem.problem().code(),
        problem.problem().next());
    err.flush();
  }

  /** All problems of the configs, and that nothing was started because of them. */
  void tell(List<ConfigProblem> problems) {
    problems.forEach(this::tell);
    err.printf("%d problem%s; nothing was started.%n", problems.size(), plural(problems.size()));
    err.flush();
  }

  private static String plural(int count) {
    return count == 1 ? "" : "s";
  }
}
