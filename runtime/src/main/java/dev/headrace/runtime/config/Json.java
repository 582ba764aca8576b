package dev.headrace.runtime.config;

import java.util.List;

/** A JSON value that knows where it stands, so that a problem with it can say so. */
sealed interface Json {

  Place at();

  record Members(Place at, List<Member> members) implements Json {}

  record Elements(Place at, List<Json> elements) implements Json {}

  record Text(Place at, String text) implements Json {}

  /** A number, {@code true} or {@code false}, as it is written. */
  record Literal(Place at, String text) implements Json {}

  record Null(Place at) implements Json {}

  record Member(Place at, String name, Json value) {}
}
