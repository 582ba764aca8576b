package dev.headrace.runtime;

import dev.headrace.connector.Reason;

/** The node cannot start. */
public final class StartFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Reason reason;

  public StartFailure(Reason reason, Throwable cause) {
    super(reason.what(), cause);
    this.reason = reason;
  }

  public StartFailure(Reason reason) {
    super(reason.what());
    this.reason = reason;
  }

  /** What is wrong, and what helps. */
  public Reason reason() {
    return reason;
  }
}
