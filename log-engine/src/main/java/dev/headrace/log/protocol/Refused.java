package dev.headrace.log.protocol;

import dev.headrace.log.storage.PartitionLog.Refusal;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;

/**
 * A batch that was not stored.
 *
 * @param message for people; clients of version 8 and later show it
 */
record Refused(Errors error, String message) {

  private static final int NO_OFFSET = -1;

  PartitionProduceResponse tell(PartitionProduceResponse answer) {
    return answer
        .setErrorCode(error.code())
        .setErrorMessage(message)
        .setBaseOffset(NO_OFFSET)
        .setLogStartOffset(NO_OFFSET);
  }

  /** What clients understand of a partition's refusal. */
  static Errors error(Refusal refusal) {
    return switch (refusal) {
      case CORRUPT -> Errors.CORRUPT_MESSAGE;
      case UNSUPPORTED_COMPRESSION -> Errors.UNSUPPORTED_COMPRESSION_TYPE;
      case UNSUPPORTED_VERSION, INVALID_RECORD -> Errors.INVALID_RECORD;
      case TOO_LARGE -> Errors.MESSAGE_TOO_LARGE;
      case OUT_OF_ORDER_SEQUENCE -> Errors.OUT_OF_ORDER_SEQUENCE_NUMBER;
      case INVALID_TIMESTAMP -> Errors.INVALID_TIMESTAMP;
      case INVALID_PRODUCER_EPOCH -> Errors.INVALID_PRODUCER_EPOCH;
      case INVALID_TRANSACTION_STATE -> Errors.INVALID_TXN_STATE;
      case NO_ROOM, OFFLINE -> Errors.KAFKA_STORAGE_ERROR;
    };
  }
}
