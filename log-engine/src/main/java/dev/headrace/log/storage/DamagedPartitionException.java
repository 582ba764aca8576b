package dev.headrace.log.storage;

/** The files of a partition contradict what was known to be on disk; the message says where. */
final class DamagedPartitionException extends Exception {

  private static final long serialVersionUID = 1;

  DamagedPartitionException(String message) {
    super(message);
  }
}
