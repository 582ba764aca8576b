package dev.headrace.runtime.plugin;

import dev.headrace.connector.Reason;

/**
 * Why a plugin, or a part of it, cannot be used. The others can.
 *
 * @param origin its folder or jar
 */
public record PluginProblem(String origin, Reason why) {

  /** One line for people. */
  @Override
  public String toString() {
    return origin + ": " + why.what() + " " + why.next() + " [" + why.code() + "]";
  }
}
