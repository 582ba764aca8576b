package dev.headrace.connectors.http.source;

import dev.headrace.connector.Raw;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream that remembers what was read of it since a place, up to a limit. Its reader takes piece
 * after piece, and asks for a new one only when it has used up the last. Used by one thread.
 */
final class KeptInput extends InputStream {

  private static final int PIECE = 8192;

  private final InputStream in;
  private final int limit;
  private byte[] kept = new byte[2 * PIECE];

  /** The place in the stream of the first byte that is kept, and of the byte behind the last. */
  private long keptFrom;

  private long end;

  /** From where on bytes are wanted; the reader has not used up what lies behind. */
  private long wantedFrom;

  /** The beginning of what was too long to be kept. */
  private byte[] head = {};

  /**
   * Keeps up to {@code limit} bytes, and what was read behind them at one time.
   *
   * @param in is not closed
   */
  KeptInput(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int count = in.read(target, from, Math.min(length, PIECE));
    if (count > 0) {
      keep(target, from, count);
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  /** How many bytes were read. */
  long end() {
    return end;
  }

  /** Forgets what lies before {@code place}, which is within the last piece or kept anyway. */
  void keepFrom(long place) {
    wantedFrom = place;
    head = new byte[0];
  }

  /** Whether all bytes since the place are there. */
  boolean isWhole() {
    return head.length == 0;
  }

  byte[] bytes() {
    return kept;
  }

  /** The index in {@link #bytes} of a place that is kept. */
  int index(long place) {
    return (int) (place - keptFrom);
  }

  /** What came first since the place, at most {@value Raw#MAX_BYTES} bytes. */
  byte[] beginning() {
    if (!isWhole()) {
      return head;
    }
    int length = (int) Math.min(Raw.MAX_BYTES, end - wantedFrom);
    return Arrays.copyOfRange(kept, index(wantedFrom), index(wantedFrom) + length);
  }

  private void keep(byte[] piece, int from, int count) {
    if (end - wantedFrom > limit) {
      head = beginning();
      wantedFrom = end;
    }
    int used = (int) (end - keptFrom);
    if (used + count > kept.length) {
      used = makeRoom(count);
    }
    System.arraycopy(piece, from, kept, used, count);
    end += count;
  }

  /** Drops what is not wanted, and grows where that is not enough; how much is kept then. */
  private int makeRoom(int count) {
    int left = (int) (end - wantedFrom);
    byte[] target =
        left + count > kept.length ? new byte[Math.max(2 * kept.length, left + count)] : kept;
    System.arraycopy(kept, index(wantedFrom), target, 0, left);
    kept = target;
    keptFrom = wantedFrom;
    return left;
  }
}
