package dev.headrace.log.server;

import io.netty.buffer.ByteBuf;

/** What the bytes received so far amount to. */
sealed interface Frame {

  /**
   * A whole request without its length prefix, to be released by the receiver.
   *
   * @param reservedBytes to be given back to the budget after that
   */
  record Whole(ByteBuf bytes, int reservedBytes) implements Frame {}

  /** More bytes must come, and none of the next request is there. */
  enum Between implements Frame {
    REQUESTS
  }

  /**
   * More bytes must come to complete a request.
   *
   * @param lengthBytes of the whole request; 0 while that is unknown
   */
  record Begun(int lengthBytes) implements Frame {}

  /** There is no room for the request that comes; the assembler was promised a call. */
  enum Crowded implements Frame {
    CROWDED
  }

  /** No request; the connection cannot go on. */
  record Illegal(String reason) implements Frame {}
}
