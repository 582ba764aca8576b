package dev.headrace.log.group;

/** Where a consumer group stands; it is never seen between a change and the new target. */
public enum ConsumerGroupState {
  /** No members; there may be offsets. */
  EMPTY,
  /** Some members have not come to their share of the target yet. */
  RECONCILING,
  /** Every member has its share. */
  STABLE
}
