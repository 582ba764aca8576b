package dev.headrace.log.record;

/** What a reader may see. */
public enum Isolation {
  /** Everything below the high watermark. */
  READ_UNCOMMITTED,
  /** What is below the last stable offset and was not aborted. */
  READ_COMMITTED
}
