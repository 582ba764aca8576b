package dev.headrace.log.broker;

import java.util.concurrent.CompletionStage;

/** Hands out the ids of idempotent producers, none of them twice. Thread-safe. */
public interface ProducerIds {

  /**
   * The next id; done at once unless a new block of ids has to be made durable first. Exceptionally
   * when it cannot be.
   */
  CompletionStage<Long> next();
}
