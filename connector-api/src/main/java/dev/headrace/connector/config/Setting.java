package dev.headrace.connector.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One setting, as help, documentation and REST show it.
 *
 * @param key the key as users write it; ends in {@code .*} for {@link Type#MAP}
 * @param type what its value is
 * @param defaultValue the value when it is not given; empty for none
 * @param required whether it must be given (where {@code when} holds)
 * @param doc one or two sentences
 * @param allowed the values it may have; empty when these cannot be listed
 * @param range the bounds in words, such as {@code 1 to 100}; empty for none
 * @param when the mode it belongs to; empty when it always applies
 */
public record Setting(
    String key,
    Type type,
    Optional<String> defaultValue,
    boolean required,
    String doc,
    List<String> allowed,
    Optional<String> range,
    Optional<When> when) {

  private static final int LONGEST_QUOTE = 100;

  public Setting {
    allowed = List.copyOf(allowed);
  }

  /** Whether the value must never be shown. */
  public boolean secret() {
    return type == Type.SECRET;
  }

  Setting optional() {
    return new Setting(key, type, defaultValue, false, doc, allowed, range, when);
  }

  Setting under(When mode) {
    return new Setting(key, type, defaultValue, required, doc, allowed, range, Optional.of(mode));
  }

  /** This setting within a mode, unless it has a narrower one already. */
  Setting when(String modeKey, String mode) {
    return when.isPresent() ? this : under(new When(modeKey, List.of(mode)));
  }

  Problem missing() {
    String allowedValues = allowed.isEmpty() ? "" : " It is one of " + listed() + ".";
    return new Problem(
        "config.missing-key",
        key,
        "The setting `" + key + "` is missing.",
        "Add `" + key + "`: " + doc + allowedValues);
  }

  Problem wrong(String code, String given, String expected) {
    String shown =
        secret() ? Secret.MASK : given.substring(0, Math.min(given.length(), LONGEST_QUOTE));
    return new Problem(
        code,
        key,
        "`" + key + "` is \"" + shown + "\"; expected is " + expected + ".",
        "Set `" + key + "` to " + expected + ".");
  }

  private String listed() {
    return String.join(", ", allowed);
  }

  /** The setting applies only when the setting {@code key} is one of {@code values}. */
  public record When(String key, List<String> values) {
    public When {
      values = List.copyOf(values);
    }

    When or(When other) {
      return new When(key, Stream.concat(values.stream(), other.values.stream()).toList());
    }

    @Override
    public String toString() {
      return key + " = " + String.join(" or ", values);
    }
  }

  /** What the value of a setting is. */
  public enum Type {
    TEXT("text"),
    CHARACTER("one character"),
    WHOLE_NUMBER("whole number"),
    NUMBER("number"),
    BOOLEAN("true or false"),
    DURATION("duration"),
    DATA_SIZE("data size"),
    PATH("path"),
    URI("URI"),
    CHARSET("character encoding"),
    CHOICE("choice"),
    SECRET("secret"),
    LIST("list"),
    MAP("any keys");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** The name for users. */
    public String label() {
      return label;
    }
  }
}
