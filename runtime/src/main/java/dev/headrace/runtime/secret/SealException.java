package dev.headrace.runtime.secret;

import dev.headrace.connector.Reason;

/** A secret cannot be sealed or opened. */
public final class SealException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Reason reason;

  SealException(Reason reason) {
    super(reason.what());
    this.reason = reason;
  }

  SealException(Reason reason, Throwable cause) {
    super(reason.what(), cause);
    this.reason = reason;
  }

  /** What is wrong, and what helps. */
  public Reason reason() {
    return reason;
  }
}
