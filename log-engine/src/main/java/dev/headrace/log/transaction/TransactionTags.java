package dev.headrace.log.transaction;

import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;

/**
 * The tagged fields of a transaction's value, each left out where it has its default.
 *
 * @param previousProducerId -1 for none
 * @param nextProducerId -1 for none
 */
record TransactionTags(long previousProducerId, long nextProducerId, short transactionVersion) {

  static final TransactionTags NONE = new TransactionTags(-1, -1, (short) 0);

  private static final int PREVIOUS_PRODUCER_ID = 0;
  private static final int NEXT_PRODUCER_ID = 1;
  private static final int TRANSACTION_VERSION = 2;

  void write(FieldWriter fields) {
    boolean hasPrevious = previousProducerId != NONE.previousProducerId;
    boolean hasNext = nextProducerId != NONE.nextProducerId;
    boolean hasVersion = transactionVersion != NONE.transactionVersion;
    fields.unsignedVarint((hasPrevious ? 1 : 0) + (hasNext ? 1 : 0) + (hasVersion ? 1 : 0));
    if (hasPrevious) {
      fields.unsignedVarint(PREVIOUS_PRODUCER_ID).unsignedVarint(Long.BYTES);
      fields.int64(previousProducerId);
    }
    if (hasNext) {
      fields.unsignedVarint(NEXT_PRODUCER_ID).unsignedVarint(Long.BYTES);
      fields.int64(nextProducerId);
    }
    if (hasVersion) {
      fields.unsignedVarint(TRANSACTION_VERSION).unsignedVarint(Short.BYTES);
      fields.int16(transactionVersion);
    }
  }

  static TransactionTags read(FieldReader fields) {
    TransactionTags tags = NONE;
    int count = fields.unsignedVarint();
    for (int i = 0; i < count; i++) {
      int tag = fields.unsignedVarint();
      int bytes = fields.unsignedVarint();
      tags =
          switch (tag) {
            case PREVIOUS_PRODUCER_ID ->
                new TransactionTags(fields.int64(), tags.nextProducerId, tags.transactionVersion);
            case NEXT_PRODUCER_ID ->
                new TransactionTags(
                    tags.previousProducerId, fields.int64(), tags.transactionVersion);
            case TRANSACTION_VERSION ->
                new TransactionTags(tags.previousProducerId, tags.nextProducerId, fields.int16());
            default -> {
              fields.skip(bytes);
              yield tags;
            }
          };
    }
    return tags;
  }
}
