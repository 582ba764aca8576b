package dev.headrace.runtime.log.embedded;

/** Ends calls to a listener. */
final class Listening {

  private Listening() {}

  static void stop(AutoCloseable listening) {
    try {
      listening.close();
    } catch (Exception e) {
      throw new IllegalStateException("a listener could not be taken away", e);
    }
  }
}
