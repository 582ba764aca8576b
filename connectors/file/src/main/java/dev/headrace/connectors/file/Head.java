package dev.headrace.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The fingerprint of a file's first bytes. A file that only grows keeps every head it ever had.
 *
 * @param length the bytes covered, at most {@value #MAX_BYTES}
 * @param hash FNV-1a of these bytes
 */
record Head(int length, long hash) {

  static final int MAX_BYTES = 1024;

  private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The head that the file has now. */
  static Head of(FileChannel file) throws IOException {
    return of(file, MAX_BYTES);
  }

  /** Whether the file still begins with these bytes. */
  boolean matches(FileChannel file) throws IOException {
    return of(file, length).equals(this);
  }

  /** Whether a longer head would tell more. */
  boolean isShort() {
    return length < MAX_BYTES;
  }

  /** The file's first bytes, or all it has. */
  static byte[] bytes(FileChannel file, int maxBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(maxBytes);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static Head of(FileChannel file, int maxBytes) throws IOException {
    return of(bytes(file, maxBytes));
  }

  static Head of(byte[] firstBytes) {
    long hash = FNV_OFFSET_BASIS;
    for (byte each : firstBytes) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return new Head(firstBytes.length, hash);
  }
}
