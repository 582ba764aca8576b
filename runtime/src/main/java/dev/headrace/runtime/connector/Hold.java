package dev.headrace.runtime.connector;

/**
 * That a source does not read, since the log should not take what it reads.
 *
 * @param why as the middle of a sentence
 */
record Hold(String why) {

  /** For people. */
  String words() {
    return "Nothing is read for now: "
        + why
        + ". It goes on by itself; what it waits for stands in /health of the node."
        + " [task.held]";
  }
}
