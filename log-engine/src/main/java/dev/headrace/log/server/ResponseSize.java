package dev.headrace.log.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;

/** Counts file parts as well, which Netty leaves out when it judges whether a client keeps up. */
enum ResponseSize implements MessageSizeEstimator, MessageSizeEstimator.Handle {
  INSTANCE;

  @Override
  public Handle newHandle() {
    return this;
  }

  @Override
  public int size(Object message) {
    return switch (message) {
      case ByteBuf bytes -> bytes.readableBytes();
      case FileRegion region -> Math.toIntExact(region.count());
      default -> 0;
    };
  }
}
