package dev.headrace.log.record;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.xerial.snappy.SnappyInputStream;
import org.xerial.snappy.SnappyOutputStream;

/**
 * The compressed forms as Kafka's clients read and write them: gzip; snappy in the frames of
 * snappy-java; LZ4 frames of independent blocks; zstd.
 */
final class Codec {

  private static final int GZIP_BUFFER_BYTES = 8 * 1024;

  private Codec() {}

  /** What is written to it arrives compressed at {@code out} once it is closed. */
  static OutputStream compressing(Compression compression, OutputStream out) throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, GZIP_BUFFER_BYTES);
      case SNAPPY -> new SnappyOutputStream(out);
      case LZ4 ->
          new LZ4FrameOutputStream(
              out,
              LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
              LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE);
    };
  }

  /** The original bytes of the {@code length} compressed ones at {@code from}. */
  static InputStream decompressing(Compression compression, byte[] array, int from, int length)
      throws IOException {
    InputStream in = new ByteArrayInputStream(array, from, length);
    return switch (compression) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, GZIP_BUFFER_BYTES);
      case SNAPPY -> new SnappyInputStream(in);
      case LZ4 -> new LZ4FrameInputStream(in);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in, RecyclingBufferPool.INSTANCE);
    };
  }
}
