package dev.headrace.runtime.cli;

/** What the process tells the one who started it. */
public enum ExitCode {
  /** All that was asked for is done. */
  DONE(0),
  /** It was tried and did not work. */
  FAILED(1),
  /** The arguments or a config are wrong; nothing was started. */
  WRONG_USAGE(2),
  /** Something it needs cannot be had: a port, a folder, a node. */
  UNREACHABLE(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
