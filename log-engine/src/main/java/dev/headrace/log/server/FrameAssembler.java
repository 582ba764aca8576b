package dev.headrace.log.server;

import dev.headrace.log.protocol.Dispatcher;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a connection into requests. The length is checked against the API's limit as
 * soon as six bytes are there, before memory is taken. A request that came in one piece is a slice
 * of what was received; a longer one is copied once. Event loop of the connection only.
 */
final class FrameAssembler implements AutoCloseable {

  private static final int PREFIX_BYTES = Integer.BYTES + Dispatcher.API_KEY_BYTES;
  private static final int FIRST_CAPACITY_BYTES = 1024 * 1024;

  private final Dispatcher dispatcher;
  private final RequestBudget budget;
  private final ByteBufAllocator allocator;
  private final Runnable retry;

  private final Queue<ByteBuf> received = new ArrayDeque<>();
  private final byte[] prefix = new byte[PREFIX_BYTES];
  private int prefixBytes;
  private State state = Between.REQUESTS;

  /**
   * @param retry is called, from any thread, when there may be room again
   */
  FrameAssembler(
      Dispatcher dispatcher, RequestBudget budget, ByteBufAllocator allocator, Runnable retry) {
    this.dispatcher = dispatcher;
    this.budget = budget;
    this.allocator = allocator;
    this.retry = retry;
  }

  private sealed interface State {}

  private enum Between implements State {
    REQUESTS
  }

  /** The length is known and allowed, room is not there yet. */
  private record Announced(int lengthBytes) implements State {}

  private record Copying(ByteBuf frame, int lengthBytes) implements State {}

  /** Takes over a buffer. */
  void receive(ByteBuf bytes) {
    received.add(bytes);
  }

  Frame next() {
    return switch (state) {
      case Between _ -> begin();
      case Announced(var lengthBytes) -> reserve(lengthBytes);
      case Copying copying -> copy(copying);
    };
  }

  private Frame begin() {
    while (prefixBytes < PREFIX_BYTES) {
      ByteBuf head = head();
      if (head == null) {
        return prefixBytes == 0 ? Frame.Between.REQUESTS : new Frame.Begun(0);
      }
      int bytes = Math.min(head.readableBytes(), PREFIX_BYTES - prefixBytes);
      head.readBytes(prefix, prefixBytes, bytes);
      prefixBytes += bytes;
      if (prefixBytes >= Integer.BYTES && announcedBytes() < Dispatcher.API_KEY_BYTES) {
        return new Frame.Illegal("a request of " + announcedBytes() + " bytes");
      }
    }
    prefixBytes = 0;
    int lengthBytes = announcedBytes();
    int limitBytes = dispatcher.frameLimitBytes(apiKey());
    if (lengthBytes > limitBytes) {
      return new Frame.Illegal(
          "a request of %d bytes to API %d, which takes at most %d"
              .formatted(lengthBytes, apiKey(), limitBytes));
    }
    return slice(lengthBytes);
  }

  /** Without a copy when all of it is in one buffer, and that holds the API key as well. */
  private Frame slice(int lengthBytes) {
    ByteBuf head = head();
    int restBytes = lengthBytes - Dispatcher.API_KEY_BYTES;
    if (head != null
        && head.readableBytes() >= restBytes
        && head.readerIndex() >= Dispatcher.API_KEY_BYTES) {
      ByteBuf frame =
          head.retainedSlice(head.readerIndex() - Dispatcher.API_KEY_BYTES, lengthBytes);
      head.skipBytes(restBytes);
      dropIfEmpty(head);
      return new Frame.Whole(frame, 0);
    }
    return reserve(lengthBytes);
  }

  private Frame reserve(int lengthBytes) {
    if (!budget.tryReserve(lengthBytes, retry)) {
      state = new Announced(lengthBytes);
      return Frame.Crowded.CROWDED;
    }
    ByteBuf frame = allocator.ioBuffer(Math.min(lengthBytes, FIRST_CAPACITY_BYTES), lengthBytes);
    frame.writeBytes(prefix, Integer.BYTES, Dispatcher.API_KEY_BYTES);
    Copying copying = new Copying(frame, lengthBytes);
    state = copying;
    return copy(copying);
  }

  private Frame copy(Copying copying) {
    ByteBuf frame = copying.frame();
    int missingBytes = copying.lengthBytes() - frame.readableBytes();
    while (missingBytes > 0) {
      ByteBuf head = head();
      if (head == null) {
        return new Frame.Begun(copying.lengthBytes());
      }
      int bytes = Math.min(missingBytes, head.readableBytes());
      frame.writeBytes(head, bytes);
      missingBytes -= bytes;
      dropIfEmpty(head);
    }
    state = Between.REQUESTS;
    return new Frame.Whole(frame, copying.lengthBytes());
  }

  /** The first buffer with bytes to read. */
  private @Nullable ByteBuf head() {
    ByteBuf head = received.peek();
    while (head != null && !head.isReadable()) {
      received.remove().release();
      head = received.peek();
    }
    return head;
  }

  private void dropIfEmpty(ByteBuf head) {
    if (!head.isReadable()) {
      received.remove().release();
    }
  }

  private int announcedBytes() {
    return (prefix[0] & 0xff) << 24
        | (prefix[1] & 0xff) << 16
        | (prefix[2] & 0xff) << 8
        | (prefix[3] & 0xff);
  }

  private short apiKey() {
    return (short) ((prefix[4] & 0xff) << 8 | (prefix[5] & 0xff));
  }

  /** Lets go of all bytes, and of the room for the request that was begun. */
  @Override
  public void close() {
    received.forEach(ByteBuf::release);
    received.clear();
    if (state instanceof Copying(var frame, var lengthBytes)) {
      frame.release();
      budget.release(lengthBytes);
    }
    state = Between.REQUESTS;
  }
}
