package dev.headrace.log.storage;

/** The data directory cannot be used as it is. The message says what, where and what to do next. */
public final class DataDirectoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;
  private final String what;

  /**
   * @param code stable, such as {@code data.in-use}
   * @param what a sentence
   * @param next a sentence: what to do about it
   */
  public DataDirectoryException(String code, String what, String next) {
    super(what + " " + next);
    this.code = code;
    this.what = what;
  }

  public DataDirectoryException(String code, String what, String next, Throwable cause) {
    super(what + " " + next, cause);
    this.code = code;
    this.what = what;
  }

  /**
   * One of {@code data.not-a-directory}, {@code data.not-writable}, {@code data.in-use}, {@code
   * data.newer-format}, {@code data.damaged}, {@code data.disk-full}.
   */
  public String code() {
    return code;
  }

  /** What is wrong and where, for callers that know better what to do next. */
  public String what() {
    return what;
  }
}
