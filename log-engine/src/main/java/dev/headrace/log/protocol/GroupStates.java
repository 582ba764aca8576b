package dev.headrace.log.protocol;

import dev.headrace.log.group.ConsumerGroupState;
import dev.headrace.log.group.GroupState;

/** States of groups, as Kafka's tools show them. */
final class GroupStates {

  private GroupStates() {}

  static String name(GroupState state) {
    return switch (state) {
      case GroupState.Empty _ -> "Empty";
      case GroupState.PreparingRebalance _ -> "PreparingRebalance";
      case GroupState.CompletingRebalance _ -> "CompletingRebalance";
      case GroupState.Stable _ -> "Stable";
      case GroupState.Dead _ -> "Dead";
    };
  }

  static String name(ConsumerGroupState state) {
    return switch (state) {
      case EMPTY -> "Empty";
      case RECONCILING -> "Reconciling";
      case STABLE -> "Stable";
    };
  }
}
