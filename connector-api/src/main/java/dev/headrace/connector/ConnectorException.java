package dev.headrace.connector;

/** A connector cannot go on. Its {@link #kind()} tells the runtime what to do about it. */
public final class ConnectorException extends Exception {

  private static final long serialVersionUID = 1;

  /** What the failure is about, and so what helps. */
  public enum Kind {
    /** The far side is away, slow or busy: the runtime tries again, waiting longer each time. */
    TRANSIENT,
    /** The configuration is wrong: trying again does not help, a new configuration does. */
    CONFIGURATION,
    /**
     * From {@link SinkWriter#write} only: the target does not take at least one record of the
     * batch, the sink cannot say which, and nothing of the batch was taken. The runtime finds it
     * out.
     */
    RECORD,
    /** Something that nobody foresaw: the runtime tries again a few times. */
    UNEXPECTED
  }

  private final Kind kind;
  private final transient Reason reason;

  private ConnectorException(Kind kind, Reason reason, Throwable cause) {
    super(reason.what(), cause);
    this.kind = kind;
    this.reason = reason;
  }

  public static ConnectorException transientFailure(Reason reason, Throwable cause) {
    return new ConnectorException(Kind.TRANSIENT, reason, cause);
  }

  public static ConnectorException wrongConfiguration(Reason reason) {
    return new ConnectorException(Kind.CONFIGURATION, reason, null);
  }

  public static ConnectorException wrongConfiguration(Reason reason, Throwable cause) {
    return new ConnectorException(Kind.CONFIGURATION, reason, cause);
  }

  public static ConnectorException refusedBatch(Reason reason, Throwable cause) {
    return new ConnectorException(Kind.RECORD, reason, cause);
  }

  public static ConnectorException unexpected(Reason reason, Throwable cause) {
    return new ConnectorException(Kind.UNEXPECTED, reason, cause);
  }

  public Kind kind() {
    return kind;
  }

  public Reason reason() {
    return reason;
  }
}
