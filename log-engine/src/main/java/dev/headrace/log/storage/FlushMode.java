package dev.headrace.log.storage;

/** When an append counts as durable: {@code log.flush}. */
public enum FlushMode {
  /** When it is on the disk. */
  FSYNC,
  /** At once, in the page cache of the operating system: it survives a crash of this process. */
  OS
}
