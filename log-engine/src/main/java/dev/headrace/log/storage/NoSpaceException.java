package dev.headrace.log.storage;

import java.io.IOException;

/**
 * There was no room on the disk for what was to be written. Nothing is wrong with the file: what it
 * had it has, and the same write succeeds once there is room. A force never ends with this, since
 * after a failed one nobody knows what the file has.
 */
public final class NoSpaceException extends IOException {

  private static final long serialVersionUID = 1;

  public NoSpaceException(String message, Throwable cause) {
    super(message, cause);
  }

  NoSpaceException(String message) {
    super(message);
  }

  /** Whether the operating system says so, of a full disk or of a quota that is used up. */
  static boolean isMeantBy(IOException failure) {
    return SystemError.NO_SPACE.isMeantBy(failure) || SystemError.QUOTA_USED_UP.isMeantBy(failure);
  }
}
