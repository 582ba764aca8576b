package dev.headrace.log.broker;

/** A commit was not made: the log took a part of it not, or its outcome shows at a restart. */
public final class CommitFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CommitFailedException(String message) {
    super(message);
  }

  CommitFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
