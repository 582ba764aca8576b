package dev.headrace.log.broker;

import dev.headrace.log.record.TopicPartition;

/** A change of replayed state could not be made durable. */
public final class StateLogException extends RuntimeException {

  private static final long serialVersionUID = 1;

  StateLogException(TopicPartition partition, String reason) {
    super("cannot write to " + partition + ": " + reason);
  }

  StateLogException(TopicPartition partition, Throwable cause) {
    super("cannot write to " + partition + ": " + cause.getMessage(), cause);
  }
}
