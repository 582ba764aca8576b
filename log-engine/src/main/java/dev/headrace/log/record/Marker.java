package dev.headrace.log.record;

/** The outcome of a transaction, as the control batch that ends it states it. */
public enum Marker {
  ABORT,
  COMMIT
}
