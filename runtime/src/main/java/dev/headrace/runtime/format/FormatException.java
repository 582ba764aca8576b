package dev.headrace.runtime.format;

import dev.headrace.connector.Reason;

/** A value that a format cannot hold, or bytes that are not of it. */
public final class FormatException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Reason reason;

  public FormatException(Reason reason, Throwable cause) {
    super(reason.what(), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
