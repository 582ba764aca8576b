package dev.headrace.connectors.jdbc;

import dev.headrace.connector.ReadMode;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.Map;

/** Reads a table in a process of its own, whose heap is small, and counts the letters. */
final class LittleMemory {

  private LittleMemory() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings =
        Settings.with(
            Map.of(), "url", arguments[0], "user", "postgres", "tables", "large", "mode", "bulk");
    try (Follower follower = new Follower(settings, ReadMode.ONCE)) {
      long letters = 0;
      while (follower.lookOnce()) {
        letters += follower.values("text").stream().mapToLong(String::length).sum();
        follower.delivered().clear();
      }
      System.out.println("letters " + letters);
    }
  }
}
