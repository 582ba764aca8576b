package dev.headrace.connectors.http.template;

import java.util.Optional;

/**
 * A place in a template: {@code ${name}} or {@code ${name:argument}}.
 *
 * @param argument what stands behind the colon
 */
public record Placeholder(String name, Optional<String> argument) {

  /** As it is written. */
  @Override
  public String toString() {
    return "${" + name + argument.map(text -> ":" + text).orElse("") + "}";
  }
}
