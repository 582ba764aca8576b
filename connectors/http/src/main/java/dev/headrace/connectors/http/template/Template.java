package dev.headrace.connectors.http.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A text with placeholders. Two dollar signs before a brace stand for one that is no placeholder.
 *
 * @param parts in order
 */
public record Template(List<Part> parts) {

  /** A piece of a template. */
  public sealed interface Part {}

  /** Text as it is. */
  public record Words(String text) implements Part {}

  /** A place to be filled. */
  public record Gap(Placeholder placeholder) implements Part {}

  public Template {
    parts = List.copyOf(parts);
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException when a placeholder has no end or no name
   */
  public static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        words.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException("`${` has no `}` behind it");
        }
        parts.add(new Words(words.toString()));
        words.setLength(0);
        parts.add(new Gap(placeholder(text.substring(at + 2, end))));
        at = end + 1;
      } else {
        words.append(text.charAt(at++));
      }
    }
    parts.add(new Words(words.toString()));
    return new Template(parts);
  }

  private static Placeholder placeholder(String inside) {
    int colon = inside.indexOf(':');
    String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("${" + inside + "} has no name");
    }
    return new Placeholder(
        name, colon < 0 ? Optional.empty() : Optional.of(inside.substring(colon + 1)));
  }

  /** The placeholders in order; one that is used twice comes twice. */
  public Stream<Placeholder> placeholders() {
    return parts.stream()
        .flatMap(part -> part instanceof Gap(Placeholder gap) ? Stream.of(gap) : Stream.empty());
  }

  /** The text before the first placeholder. */
  public String beginning() {
    return parts.getFirst() instanceof Words(String text) ? text : "";
  }

  /** The text with a value in each place. */
  public String fill(Function<Placeholder, String> values) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      filled.append(
          switch (part) {
            case Words(String text) -> text;
            case Gap(Placeholder placeholder) -> values.apply(placeholder);
          });
    }
    return filled.toString();
  }
}
