package dev.headrace.log.storage;

/** What became of the wish to delete the first records of a partition. */
public sealed interface RecordDeletion {

  /** Durable: nothing below {@code startOffset} is there any more. */
  record Deleted(long startOffset) implements RecordDeletion {}

  /** There are no such records: the offset is negative or above the high watermark. */
  record OutOfRange() implements RecordDeletion {}

  /** The partition is compacted and not deleted from, so that each key keeps its last value. */
  record CompactedOnly() implements RecordDeletion {}

  /** The partition is not there or offline, or the disk failed. */
  record Unavailable(String reason) implements RecordDeletion {}
}
