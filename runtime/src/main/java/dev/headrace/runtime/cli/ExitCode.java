package dev.headrace.runtime.cli;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.connector.Outcome;
import java.util.Set;
import java.util.stream.Collectors;

/** What the process tells the one who started it. */
public enum ExitCode {
  /** All that was asked for is done. */
  DONE(0),
  /** It was tried and did not work. */
  FAILED(1),
  /** The arguments or a config are wrong: somebody must correct them. */
  WRONG_USAGE(2),
  /** Something it needs cannot be had: a port, a folder, a node, the far side. */
  UNREACHABLE(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** What nobody foresaw comes first, then what somebody must correct, then what may pass. */
  static ExitCode of(Outcome outcome) {
    Set<ConnectorException.Kind> kinds =
        outcome.failures().stream().map(Outcome.Failed::kind).collect(Collectors.toSet());
    if (kinds.isEmpty()) {
      return DONE;
    }
    if (kinds.contains(ConnectorException.Kind.UNEXPECTED)) {
      return FAILED;
    }
    return kinds.contains(ConnectorException.Kind.CONFIGURATION) ? WRONG_USAGE : UNREACHABLE;
  }
}
