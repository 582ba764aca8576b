package dev.headrace.log.broker;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The topic catalogue: which topics exist. Thread-safe; its only writer is the node. */
public interface Topics {

  Optional<Topic> find(String name);

  Optional<Topic> find(UUID id);

  /** All topics, internal ones included, by name. */
  List<Topic> all();

  /**
   * Rises whenever a topic was created, changed or deleted: what is found after asking for this is
   * as new as it, or newer.
   */
  long version();

  /** Creates a topic with its partitions; done when that is durable. */
  CompletionStage<Creation> create(NewTopic topic);

  /** Says what {@link #create} would, and does nothing. */
  Creation validate(NewTopic topic);

  /** Deletes a topic, its data and the offsets that groups committed for it; done when durable. */
  CompletionStage<Deletion> delete(String name);

  /**
   * Calls {@code listener} after each deletion, when its record is durable and its partitions are
   * gone, on the thread that makes all changes: it must be short.
   *
   * @return stops the calls
   */
  AutoCloseable onDeletion(Consumer<Topic> listener);

  /** What became of a creation. */
  sealed interface Creation {
    record Created(Topic topic) implements Creation {}

    record Exists(Topic topic) implements Creation {}

    record Refused(Refusal why, String message) implements Creation {}
  }

  /** Why a topic was not created. */
  enum Refusal {
    INVALID_NAME,
    INVALID_PARTITIONS,
    INVALID_REPLICATION_FACTOR,
    INVALID_CONFIG,
    STORAGE
  }

  /** What became of a deletion. */
  sealed interface Deletion {
    record Deleted(Topic topic) implements Deletion {}

    record Unknown() implements Deletion {}

    record Refused(String message) implements Deletion {}
  }
}
