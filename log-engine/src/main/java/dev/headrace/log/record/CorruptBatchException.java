package dev.headrace.log.record;

/** The bytes of a batch are not what its header or the format says. */
public final class CorruptBatchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CorruptBatchException(String message) {
    super(message);
  }

  public CorruptBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
