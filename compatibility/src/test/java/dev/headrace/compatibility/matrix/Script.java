package dev.headrace.compatibility.matrix;

/** What is done to a log, and what is asked of it. What must go well fails when it does not. */
interface Script {

  /** Plays it; once on each log, at the same time. */
  void play(Scene scene) throws Exception;
}
