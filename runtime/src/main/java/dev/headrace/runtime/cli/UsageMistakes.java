package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Nearest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Answers a mistyped command line like every other mistake: what, and what next. All options would
 * scroll the mistake out of sight.
 */
final class UsageMistakes implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    String what = mistake.getMessage().strip();
    new Complaints(command.getErr())
        .tell(
            new Reason(
                "usage",
                what.endsWith(".") ? what : what + ".",
                suggestion(mistake).orElse("")
                    + "`"
                    + command.getCommandSpec().qualifiedName()
                    + " --help` shows what it takes."));
    return ExitCode.WRONG_USAGE.code();
  }

  private static Optional<String> suggestion(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    CommandSpec spec = mistake.getCommandLine().getCommandSpec();
    String given = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    Collection<String> known =
        given.startsWith("-")
            ? spec.optionsMap().keySet()
            : spec.subcommands().entrySet().stream()
                .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return Nearest.to(given, known)
        .map(nearest -> "Did you mean `" + nearest + "`? ")
        .or(() -> given.startsWith("-") ? Optional.empty() : Optional.of(all(known)));
  }

  private static String all(Collection<String> commands) {
    return "The commands are: " + String.join(", ", commands) + ". ";
  }
}
