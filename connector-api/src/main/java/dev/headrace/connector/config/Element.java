package dev.headrace.connector.config;

import java.util.List;
import java.util.Optional;

/** Turns one text into a value that keeps the rules of its component. */
record Element(Scalar scalar, List<Rule> rules) {

  /** The value; empty when a problem was noted. */
  Optional<Object> read(Setting setting, String text, Reading reading) {
    Object value;
    try {
      value = scalar.parse().apply(text);
    } catch (IllegalArgumentException otherForm) {
      String code = scalar.allowed().isEmpty() ? "config.wrong-type" : "config.not-allowed";
      reading.note(setting.wrong(code, text, expected()));
      return Optional.empty();
    }
    List<Rule> broken = rules.stream().filter(rule -> !rule.holds(value)).toList();
    broken.forEach(rule -> reading.note(setting.wrong(rule.code(), text, rule.expected())));
    return broken.isEmpty() ? Optional.of(value) : Optional.empty();
  }

  /** What is expected in words: of whole numbers the bounds, rather than those of the type. */
  private String expected() {
    return rules.stream()
        .filter(rule -> rule.code().equals(Rule.OUT_OF_RANGE))
        .filter(_ -> scalar.type() == Setting.Type.WHOLE_NUMBER)
        .map(bounds -> "a whole number, " + bounds.expected())
        .findFirst()
        .orElse(scalar.expected());
  }

  /** Throws {@link IllegalArgumentException} when the author's default is wrong. */
  void checkDefault(Setting setting, String text) {
    Object value = scalar.parse().apply(text);
    if (!rules.stream().allMatch(rule -> rule.holds(value))) {
      throw new IllegalArgumentException(setting.key() + ": the default breaks its own rules");
    }
  }
}
