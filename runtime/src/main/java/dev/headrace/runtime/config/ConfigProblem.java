package dev.headrace.runtime.config;

import dev.headrace.connector.config.Problem;

/**
 * Something wrong in a configuration, and where it stands.
 *
 * @param where {@code file:line:column}, a file, or {@code --set key}
 */
public record ConfigProblem(String where, Problem problem) {

  /** One line for people. */
  @Override
  public String toString() {
    return where + ": " + problem.what() + " " + problem.next() + " [" + problem.code() + "]";
  }
}
