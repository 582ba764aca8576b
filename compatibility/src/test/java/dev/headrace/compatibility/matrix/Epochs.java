package dev.headrace.compatibility.matrix;

/**
 * Epochs of a group, counted from its first one: how often a group counts while the first member
 * joins is its own business.
 */
final class Epochs {

  private int beforeFirst = -1;

  /** From 1 on; what means something else is left as it is. */
  int counted(int epoch) {
    if (epoch > 0 && beforeFirst < 0) {
      beforeFirst = epoch - 1;
    }
    return epoch > 0 ? epoch - beforeFirst : epoch;
  }

  /** As the group counts. */
  int own(int counted) {
    return counted > 0 ? counted + Math.max(beforeFirst, 0) : counted;
  }
}
