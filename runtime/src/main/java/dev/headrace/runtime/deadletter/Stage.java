package dev.headrace.runtime.deadletter;

/** Where on its way a record was refused, by Kafka Connect's names. */
public enum Stage {
  /** The source found something that is no record. */
  TASK_POLL,
  /** The key does not fit its format. */
  KEY_CONVERTER,
  /** The value does not fit its format. */
  VALUE_CONVERTER,
  /** The log does not take the record. */
  KAFKA_PRODUCE,
  /** The target does not take the record. */
  TASK_PUT
}
