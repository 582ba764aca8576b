package dev.headrace.connectors.http.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** At most so many bytes; more are a {@link TooMuchException}. Used by one thread. */
final class LimitedInput extends FilterInputStream {

  private final long limit;
  private long passed;

  LimitedInput(InputStream in, long limitBytes) {
    super(in);
    this.limit = limitBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int count = in.read(target, from, length);
    passed += Math.max(count, 0);
    if (passed > limit) {
      throw new TooMuchException(limit);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new UnsupportedOperationException("what is skipped would not be counted");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
