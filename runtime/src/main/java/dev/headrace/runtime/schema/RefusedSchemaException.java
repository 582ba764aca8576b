package dev.headrace.runtime.schema;

import dev.headrace.connector.Reason;

/** A schema that cannot be one of a topic. */
public final class RefusedSchemaException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Reason reason;

  public RefusedSchemaException(Reason reason) {
    super(reason.what(), null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
