package dev.headrace.log.protocol;

import dev.headrace.log.transaction.TransactionError;
import org.apache.kafka.common.protocol.Errors;

/**
 * What transactions say is wrong, in the numbers of the protocol. Older versions of its APIs do not
 * know all of them, and each API has its own first version that does.
 */
final class TransactionErrors {

  private TransactionErrors() {}

  /** Both have the same names. */
  static Errors toWire(TransactionError error) {
    return Errors.valueOf(error.name());
  }

  /**
   * For requests of transactions themselves.
   *
   * @param knowsFenced whether the version knows PRODUCER_FENCED
   * @param knowsAbortable whether the version knows TRANSACTION_ABORTABLE
   */
  static Errors toWire(TransactionError error, boolean knowsFenced, boolean knowsAbortable) {
    if (error == TransactionError.PRODUCER_FENCED && !knowsFenced) {
      return Errors.INVALID_PRODUCER_EPOCH;
    }
    return error == TransactionError.TRANSACTION_ABORTABLE && !knowsAbortable
        ? Errors.INVALID_TXN_STATE
        : toWire(error);
  }

  /** For writing, where a producer that is fenced may go on by asking for a new epoch (KIP-588). */
  static Errors ofWrite(TransactionError error, boolean knowsAbortable) {
    return error == TransactionError.PRODUCER_FENCED
        ? Errors.INVALID_PRODUCER_EPOCH
        : toWire(error, true, knowsAbortable);
  }
}
