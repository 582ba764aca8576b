package dev.headrace.connector.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an annotation of a component demands of its value.
 *
 * @param code the code of the problem when it is broken
 * @param expected what is allowed, as it ends the sentence "expected is …"
 */
record Rule(String code, String expected, Predicate<Object> test) {

  static final String OUT_OF_RANGE = "config.out-of-range";

  boolean holds(Object value) {
    return test.test(value);
  }

  /** The rules of a component whose texts {@code scalar} reads. */
  static List<Rule> of(RecordComponent component, Scalar scalar) {
    List<Rule> rules = new ArrayList<>();
    if (component.isAnnotationPresent(NotBlank.class)) {
      rules.add(new Rule("config.blank", "more than blanks", value -> !text(value).isBlank()));
    }
    allowed(component)
        .ifPresent(
            allowed ->
                rules.add(
                    new Rule(
                        "config.not-allowed",
                        "one of " + String.join(", ", allowed),
                        value -> allowed.contains(value.toString()))));
    Optional.ofNullable(component.getAnnotation(Range.class))
        .ifPresent(range -> rules.add(within(range, scalar)));
    return rules;
  }

  /** The texts that a component allows; empty when these are not listed. */
  static Optional<List<String>> allowed(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(OneOf.class))
        .map(oneOf -> List.of(oneOf.value()));
  }

  /** The bounds of a component in words. */
  static Optional<String> bounds(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(Range.class)).map(Rule::words);
  }

  private static String text(Object value) {
    return value instanceof Secret secret ? secret.reveal() : value.toString();
  }

  private static Rule within(Range range, Scalar scalar) {
    Optional<Object> least = bound(range.from(), scalar);
    Optional<Object> greatest = bound(range.to(), scalar);
    return new Rule(
        OUT_OF_RANGE,
        words(range),
        value ->
            least.stream().allMatch(bound -> compare(bound, value) <= 0)
                && greatest.stream().allMatch(bound -> compare(value, bound) <= 0));
  }

  private static Optional<Object> bound(String text, Scalar scalar) {
    return Stream.of(text).filter(given -> !given.isEmpty()).map(scalar.parse()).findFirst();
  }

  private static String words(Range range) {
    if (range.to().isEmpty()) {
      return "at least " + range.from();
    }
    return range.from().isEmpty() ? "at most " + range.to() : range.from() + " to " + range.to();
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
