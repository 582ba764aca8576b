package dev.headrace.log.server;

import dev.headrace.log.storage.FileSlice;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.unix.Errors;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * A part of a segment file that the kernel sends. Extends Netty's own region because only that goes
 * by {@code sendfile} on both transports; but closes the slice, where Netty would close the file.
 */
final class SliceRegion extends DefaultFileRegion {

  private static final int PROBE_BYTES = 64 * 1024;

  private final FileSlice slice;

  SliceRegion(FileSlice slice) {
    super(slice.channel(), slice.position(), slice.length());
    this.slice = slice;
  }

  /**
   * Keeps the file until it is known whether it was sent. The kernel does not say whether the file
   * or the client was the reason that it was not; so what should have come next is read then, and
   * whoever owns the file learns of it when that fails, too.
   */
  ChannelPromise watchedBy(ChannelPromise promise) {
    retain();
    return promise.addListener(
        sent -> {
          try {
            probeUnlessClosed(sent);
          } finally {
            release();
          }
        });
  }

  private void probeUnlessClosed(Future<? super Void> sent) {
    if (!sent.isSuccess() && !isOfTheClient(sent.cause())) {
      int from = Math.toIntExact(transferred());
      int bytes = Math.min(PROBE_BYTES, slice.length() - from);
      try {
        slice.read(from, ByteBuffer.allocate(bytes));
      } catch (IOException _) {
        // The owner of the slice knows.
      }
    }
  }

  private static boolean isOfTheClient(Throwable cause) {
    return cause instanceof ClosedChannelException
        || (cause instanceof Errors.NativeIoException error
            && (error.expectedErr() == Errors.ERRNO_EPIPE_NEGATIVE
                || error.expectedErr() == Errors.ERRNO_ECONNRESET_NEGATIVE));
  }

  @Override
  protected void deallocate() {
    slice.close();
  }
}
