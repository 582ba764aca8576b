package dev.headrace.log.broker;

/** A writer cannot be opened now. */
public final class WriterUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  WriterUnavailableException(String transactionalId, String reason) {
    super("writer " + transactionalId + " cannot be opened: " + reason);
  }

  WriterUnavailableException(String transactionalId, String reason, Throwable cause) {
    super("writer " + transactionalId + " cannot be opened: " + reason, cause);
  }
}
