package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;

/** A command ends here: what it was asked for cannot be done. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;
  private final transient Reason reason;

  CommandFailure(ExitCode exitCode, Reason reason) {
    super(reason.what());
    this.exitCode = exitCode;
    this.reason = reason;
  }

  CommandFailure(ExitCode exitCode, Reason reason, Throwable cause) {
    super(reason.what(), cause);
    this.exitCode = exitCode;
    this.reason = reason;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  Reason reason() {
    return reason;
  }
}
