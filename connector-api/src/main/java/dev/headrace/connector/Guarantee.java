package dev.headrace.connector;

/**
 * How often a record is delivered when processes die, with the reason, as it is shown to users.
 *
 * @param level what is promised
 * @param why one sentence
 */
public record Guarantee(Level level, String why) {

  /** What is promised. */
  public enum Level {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }

  public static Guarantee exactlyOnce(String why) {
    return new Guarantee(Level.EXACTLY_ONCE, why);
  }

  public static Guarantee atLeastOnce(String why) {
    return new Guarantee(Level.AT_LEAST_ONCE, why);
  }
}
