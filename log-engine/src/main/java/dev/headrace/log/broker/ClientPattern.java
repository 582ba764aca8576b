package dev.headrace.log.broker;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/**
 * A pattern that a client sent, in the syntax of RE2. Matching takes time in proportion to the text
 * and to the size of the pattern, which counted repetition multiplies: {@code (a{1000}){1000}} is a
 * million states. So the size is judged before a pattern is compiled.
 */
public sealed interface ClientPattern {

  /** It may be used. */
  record Sound(Pattern pattern) implements ClientPattern {}

  /** It may not, and why. */
  record Wrong(String why) implements ClientPattern {}

  /** The most characters: a topic's name has at most 249. */
  int MOST_LENGTH = 1_024;

  /** The most states, counted generously. */
  long MOST_STATES = 4_096;

  /** Reads a pattern; takes little time whatever it is. */
  static ClientPattern of(String text) {
    if (text.length() > MOST_LENGTH) {
      return new Wrong(
          "a pattern of %d characters, at most %d are taken".formatted(text.length(), MOST_LENGTH));
    }
    if (states(text) > MOST_STATES) {
      return new Wrong("the repetitions that are counted in '" + text + "' are too many");
    }
    try {
      return new Sound(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      return new Wrong(
          "not a pattern of RE2: " + e.getDescription() + " in '" + e.getPattern() + "'");
    } catch (StackOverflowError e) {
      return new Wrong("'" + text + "' is nested too deep");
    }
  }

  /**
   * Never less than there are: whatever looks like a count is taken for one, and where a group is
   * repeated all counts for nested.
   */
  private static long states(String text) {
    boolean mayNest = text.contains("){") || text.contains("}{");
    long product = text.length();
    long sum = text.length();
    for (MatchResult count : Counts.IN_TEXT.matcher(text).results().toList()) {
      long most = Math.max(number(count.group(1)), number(count.group(2)));
      product = Math.min(product * Math.max(1, most), Integer.MAX_VALUE);
      sum += most;
    }
    return mayNest ? product : sum;
  }

  private static long number(String digits) {
    if (digits == null || digits.isEmpty()) {
      return 0;
    }
    return digits.length() > MOST_DIGITS ? MOST_COUNT : Long.parseLong(digits);
  }

  /** RE2 itself takes no count above this. */
  long MOST_COUNT = 1_000;

  int MOST_DIGITS = 4;

  /** What looks like the count of a repetition. */
  final class Counts {
    private static final java.util.regex.Pattern IN_TEXT =
        java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    private Counts() {}
  }
}
