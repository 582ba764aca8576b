package dev.headrace.log.broker;

/** Somebody else has opened the same transactional id since: this writer is over. */
public final class WriterFencedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public WriterFencedException(String transactionalId) {
    super("writer " + transactionalId + " was fenced by its successor");
  }
}
