package dev.headrace.runtime.log;

/** The log does not do what it was asked for. */
public sealed class LogException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private LogException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A successor has been opened: this writer is over. */
  public static final class Fenced extends LogException {
    private static final long serialVersionUID = 1;

    public Fenced(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The batch is larger than the topic takes. */
  public static final class TooLarge extends LogException {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message, null);
    }
  }

  /** The request itself is wrong: a bad topic name, an unknown partition. */
  public static final class Refused extends LogException {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message, null);
    }
  }

  /** The log cannot do it now: away, offline, out of space. */
  public static final class Unavailable extends LogException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
