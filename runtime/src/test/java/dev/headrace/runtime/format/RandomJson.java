package dev.headrace.runtime.format;

import java.util.Random;

/**
 * Random JSON objects with few names and all kinds of values, so that records of a topic differ.
 */
final class RandomJson {

  private static final String[] NAMES = {"id", "a b", "a_b", "größe", "x.y", "9", ""};

  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  String object() {
    return object(0);
  }

  private String object(int depth) {
    StringBuilder json = new StringBuilder("{");
    for (String name : NAMES) {
      if (random.nextInt(3) > 0) {
        json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
        json.append(value(depth, name));
      }
    }
    return json.append('}').toString();
  }

  /** Most names have one kind of values, as in life. */
  private String value(int depth, String name) {
    int kind = random.nextInt(10) == 0 ? random.nextInt(8) : Math.floorMod(name.hashCode(), 8);
    return switch (kind) {
      case 0 -> Integer.toString(random.nextInt());
      case 1 -> Long.toString(random.nextLong());
      case 2 -> number();
      case 3 -> Boolean.toString(random.nextBoolean());
      case 4 -> "\"" + random.nextInt(100) + "\"";
      case 5 -> "null";
      case 6 -> depth > 2 ? "{}" : object(depth + 1);
      default -> array(depth);
    };
  }

  private String number() {
    return switch (random.nextInt(6)) {
      case 0 -> "0.1";
      case 1 -> "1e3";
      case 2 -> "-12345678901234567890.0987654321";
      case 3 -> "1e400";
      case 4 -> "1e-5000";
      default -> Double.toString(random.nextGaussian());
    };
  }

  private String array(int depth) {
    StringBuilder json = new StringBuilder("[");
    for (int i = random.nextInt(3); i > 0; i--) {
      json.append(json.length() > 1 ? "," : "").append(depth > 2 ? "1" : value(depth + 1, "id"));
    }
    return json.append(']').toString();
  }
}
