package dev.headrace.runtime.log;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The topics of the log. Thread-safe. */
public interface Topics {

  Optional<Description> find(String name);

  /** All topics but the log's internal ones, by name. */
  Map<String, Description> all();

  /**
   * Makes sure that a topic exists; an existing one is left as it is.
   *
   * @param partitions empty for the log's default
   * @throws LogException when the log refuses the name or the config
   */
  Description ensure(String name, OptionalInt partitions, Map<String, String> config);

  /** A topic: its name, its id (new after each creation) and how many partitions it has. */
  record Description(String name, UUID id, int partitions) {}
}
