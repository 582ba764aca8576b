package dev.headrace.log.protocol;

import dev.headrace.log.storage.FileSlice;
import java.nio.ByteBuffer;

/** A stretch of a response. */
public sealed interface Part {

  /** Bytes between the buffer's position and its limit. */
  record Bytes(ByteBuffer buffer) implements Part {}

  /** A part of a segment file, which the kernel can send without a copy. */
  record File(FileSlice slice) implements Part {}
}
