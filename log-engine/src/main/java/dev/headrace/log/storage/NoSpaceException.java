package dev.headrace.log.storage;

import java.io.IOException;
import java.util.Locale;

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

  /**
   * Whether the operating system says so. The JDK hands on its words and not its code, so this
   * knows the English ones, for a full disk and for a quota that is used up.
   */
  static boolean isMeantBy(IOException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("no space left") || words.contains("quota exceeded");
  }
}
