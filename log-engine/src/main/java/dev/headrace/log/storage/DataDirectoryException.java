package dev.headrace.log.storage;

/** The data directory cannot be used as it is. The message says what, where and what to do next. */
public final class DataDirectoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code stable, such as {@code data.in-use}
   */
  public DataDirectoryException(String code, String message) {
    super(message);
    this.code = code;
  }

  public DataDirectoryException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * One of {@code data.not-a-directory}, {@code data.not-writable}, {@code data.in-use}, {@code
   * data.newer-format}, {@code data.damaged}, {@code data.disk-full}.
   */
  public String code() {
    return code;
  }
}
