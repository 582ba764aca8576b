package dev.headrace.connectors.jdbc;

import dev.headrace.connector.ReadMode;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a table in a process of its own, whose heap is small, and counts parts, rows and letters.
 * The arguments are settings, as {@code key=value}.
 */
final class LittleMemory {

  private LittleMemory() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      String[] setting = argument.split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    long rows = 0;
    long letters = 0;
    try (Follower follower = new Follower(settings, ReadMode.ONCE)) {
      while (follower.lookOnce()) {
        rows += follower.delivered().size();
        letters += follower.values("text").stream().mapToLong(String::length).sum();
        follower.delivered().clear();
      }
      System.out.printf(
          "parts %d, rows %d, letters %d%n", follower.committed().size(), rows, letters);
    }
  }
}
