package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.config.ConfigProblem;
import dev.headrace.runtime.connector.Outcome;
import dev.headrace.runtime.plugin.PluginProblem;
import java.io.PrintWriter;
import java.util.List;

/** Tells what went wrong on standard error, always in the same form. */
record Complaints(PrintWriter err) {

  void tell(Reason reason) {
    err.printf("error: %s [%s]%n  next: %s%n", reason.what(), reason.code(), reason.next());
    err.flush();
  }

  void tell(ConfigProblem problem) {
    Problem why = problem.problem();
    tell(problem.where(), new Reason(why.code(), why.what(), why.next()));
  }

  void tell(PluginProblem problem) {
    tell(problem.origin(), problem.why());
  }

  /** Why a connector did not come to its end. */
  void tell(Outcome.Failed failed) {
    tell(failed.config().origin() + " (" + failed.config().name() + ")", failed.reason());
  }

  /** All problems of the configs, and that nothing was started because of them. */
  void tell(List<ConfigProblem> problems) {
    problems.forEach(this::tell);
    err.printf("%d problem%s; nothing was started.%n", problems.size(), plural(problems.size()));
    err.flush();
  }

  private void tell(String where, Reason why) {
    err.printf("error: %s: %s [%s]%n  next: %s%n", where, why.what(), why.code(), why.next());
    err.flush();
  }

  private static String plural(int count) {
    return count == 1 ? "" : "s";
  }
}
