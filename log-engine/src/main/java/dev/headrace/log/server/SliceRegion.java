package dev.headrace.log.server;

import dev.headrace.log.storage.FileSlice;
import io.netty.channel.DefaultFileRegion;

/**
 * A part of a segment file that the kernel sends. Extends Netty's own region because only that goes
 * by {@code sendfile} on both transports; but closes the slice, where Netty would close the file.
 */
final class SliceRegion extends DefaultFileRegion {

  private final FileSlice slice;

  SliceRegion(FileSlice slice) {
    super(slice.channel(), slice.position(), slice.length());
    this.slice = slice;
  }

  @Override
  protected void deallocate() {
    slice.close();
  }
}
