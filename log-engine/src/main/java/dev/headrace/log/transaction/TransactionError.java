package dev.headrace.log.transaction;

/**
 * Why a transaction refuses what a producer asks of it, in the words of the Kafka protocol.
 *
 * @see <a href="https://kafka.apache.org/protocol.html#protocol_error_codes">Kafka: error codes</a>
 */
public enum TransactionError {
  /** The transactional id is empty, or longer than can be stored. */
  INVALID_REQUEST,
  /** The timeout is greater than the node allows, or none. */
  INVALID_TRANSACTION_TIMEOUT,
  /** The transactional id is unknown, or belongs to another producer id. */
  INVALID_PRODUCER_ID_MAPPING,
  /** A successor was opened, or the transaction was aborted from outside. */
  PRODUCER_FENCED,
  /** The last transaction is still on its way to its end; ask again. */
  CONCURRENT_TRANSACTIONS,
  /** The transaction is not in a state for this. */
  INVALID_TXN_STATE,
  /** The transaction can only be aborted. */
  TRANSACTION_ABORTABLE,
  TRANSACTIONAL_ID_NOT_FOUND,
  /** The log of transactions takes nothing now; ask again. */
  COORDINATOR_NOT_AVAILABLE
}
