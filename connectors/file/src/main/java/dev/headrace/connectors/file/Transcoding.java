package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Rewrites lines as UTF-8 for a format. Its buffers grow to the longest line seen. */
final class Transcoding implements LineFormat {

  private final LineFormat format;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final Reason wrongEncoding;
  private CharBuffer characters = CharBuffer.allocate(1024);
  private ByteBuffer utf8 = ByteBuffer.allocate(1024);

  Transcoding(Charset from, LineFormat format) {
    this.format = format;
    this.decoder =
        from.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.wrongEncoding =
        new Reason(
            "file.wrong-encoding",
            "The line is not text in " + from.name() + ".",
            "Set `encoding` to what the file is written in.");
  }

  @Override
  public Taken take(byte[] buffer, int from, int length, Records records) {
    if (!rewrite(buffer, from, length)) {
      records.reject(buffer, from, length, wrongEncoding);
      return Taken.COMPLETE;
    }
    return format.take(utf8.array(), 0, utf8.position(), records);
  }

  @Override
  public void breakOff(Records records) {
    format.breakOff(records);
  }

  @Override
  public void forget() {
    format.forget();
  }

  @Override
  public boolean wantsHeader() {
    return format.wantsHeader();
  }

  private boolean rewrite(byte[] buffer, int from, int length) {
    int mostCharacters = (int) Math.ceil(length * (double) decoder.maxCharsPerByte()) + 1;
    if (characters.capacity() < mostCharacters) {
      characters = CharBuffer.allocate(mostCharacters + mostCharacters / 2);
    }
    characters.clear();
    decoder.reset();
    if (decoder.decode(ByteBuffer.wrap(buffer, from, length), characters, true).isError()
        || decoder.flush(characters).isError()) {
      return false;
    }
    characters.flip();
    int mostBytes = characters.remaining() * 3;
    if (utf8.capacity() < mostBytes) {
      utf8 = ByteBuffer.allocate(mostBytes + mostBytes / 2);
    }
    utf8.clear();
    return !encoder.reset().encode(characters, utf8, true).isError();
  }
}
