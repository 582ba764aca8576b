package dev.headrace.log.backup;

/** A backup cannot be written or restored. The message says what, where and what to do next. */
public final class BackupException extends Exception {

  private static final long serialVersionUID = 1;

  private final String code;
  private final String what;
  private final String next;

  /**
   * @param code stable, such as {@code backup.damaged}
   * @param what a sentence
   * @param next a sentence: what to do about it
   */
  public BackupException(String code, String what, String next) {
    super(what + " " + next);
    this.code = code;
    this.what = what;
    this.next = next;
  }

  public BackupException(String code, String what, String next, Throwable cause) {
    super(what + " " + next, cause);
    this.code = code;
    this.what = what;
    this.next = next;
  }

  /**
   * One of {@code backup.target-not-empty}, {@code backup.target-in-data}, {@code
   * backup.data-in-target}, {@code restore.target-in-backup}, {@code backup.not-written}, {@code
   * backup.cancelled}, {@code backup.none}, {@code backup.unfinished}, {@code backup.damaged},
   * {@code backup.newer-format}, {@code restore.target-not-empty}, {@code restore.not-written};
   * whoever takes backups has more.
   */
  public String code() {
    return code;
  }

  public String what() {
    return what;
  }

  public String next() {
    return next;
  }
}
