package dev.headrace.connector.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the key that somebody who mistyped one probably meant. */
public final class Nearest {

  private Nearest() {}

  /** The candidate with the fewest edits, when these are few for its length. */
  public static Optional<String> to(String key, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt((String candidate) -> edits(key, candidate)))
        .filter(candidate -> edits(key, candidate) <= Math.max(2, candidate.length() / 3));
  }

  /** The Levenshtein distance. */
  private static int edits(String one, String other) {
    int[] previous = new int[other.length() + 1];
    int[] current = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[other.length()];
  }
}
