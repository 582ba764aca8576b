package dev.headrace.log.broker;

import java.util.concurrent.CompletionStage;

/** Changes topics that exist. Thread-safe; in effect when the stage is done, and durable then. */
public interface TopicAlterations {

  /**
   * Gives a topic more partitions.
   *
   * @param partitions how many it has afterwards, more than now
   */
  CompletionStage<Alteration> grow(String topic, int partitions);

  /** Says what {@link #grow} would, and does nothing. */
  Alteration validateGrowth(String topic, int partitions);

  /** Changes a topic's settings. */
  CompletionStage<Alteration> configure(String topic, ConfigChange change);

  /** Says what {@link #configure} would, and does nothing. */
  Alteration validateConfig(String topic, ConfigChange change);

  /** What became of a change. */
  sealed interface Alteration {

    /** The topic as it is now, or would be. */
    record Altered(Topic topic) implements Alteration {}

    record Unknown() implements Alteration {}

    record Refused(Topics.Refusal why, String message) implements Alteration {}
  }
}
