package dev.headrace.connector;

import java.util.Optional;

/**
 * How far a partition has been taken out.
 *
 * @param nextOffset the offset of the first record that is not durable in the target
 * @param receipt what the sink stored with the offset, at most {@value #MAX_RECEIPT_BYTES} bytes in
 *     UTF-8; empty before the first commit
 */
public record Committed(TopicPartition partition, long nextOffset, Optional<String> receipt) {

  /** The longest receipt in bytes. */
  public static final int MAX_RECEIPT_BYTES = 4096;
}
