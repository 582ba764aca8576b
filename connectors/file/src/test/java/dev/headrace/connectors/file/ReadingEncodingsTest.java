package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.testing.CollectingOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingEncodingsTest {

  /** Each of Ċ, ऊ and 上 holds the byte of a line feed in UTF-16. */
  private static final String TEXT = "größer\nĊऊ上\n\nend";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "GB18030"})
  void rewritesAsUtf8(String encoding) throws Exception {
    byte[] bytes = TEXT.getBytes(Charset.forName(encoding));
    assertThat(OneFile.read(folder, bytes, Map.of("encoding", encoding)).texts())
        .containsExactly("größer", "Ċऊ上", "", "end");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aMarkOverridesTheSetting(String encoding) throws Exception {
    byte[] bytes = ("\uFEFF" + TEXT).getBytes(Charset.forName(encoding));
    assertThat(OneFile.read(folder, bytes, Map.of()).texts())
        .containsExactly("größer", "Ċऊ上", "", "end");
  }

  @Test
  void keepsAMarkAsDataWhenAskedTo() throws Exception {
    assertThat(OneFile.read(folder, "\uFEFFa\n", Map.of("byte.order.mark", "keep")).texts())
        .containsExactly("\uFEFFa");
  }

  @Test
  void waitsUntilAMarkIsWhole() throws Exception {
    Path file = folder.resolve("utf16.txt");
    byte[] bytes = "\uFEFFä\n".getBytes(StandardCharsets.UTF_16LE);
    try (Follower follower = new Follower(Map.of("path", file.toString()))) {
      for (byte b : bytes) {
        Files.write(file, new byte[] {b}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        follower.look();
      }
      assertThat(follower.output().texts()).containsExactly("ä");
    }
  }

  @Test
  void rejectsALineThatIsNotInTheEncoding() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("日本\n".getBytes(Charset.forName("EUC-JP")));
    bytes.writeBytes(new byte[] {(byte) 0xff, '\n'});
    bytes.writeBytes("語\n".getBytes(Charset.forName("EUC-JP")));

    CollectingOutput<FilePosition> output =
        OneFile.read(folder, bytes.toByteArray(), Map.of("encoding", "EUC-JP"));

    assertThat(output.texts()).containsExactly("日本", "語");
    assertThat(OneFile.codes(output)).containsExactly("file.wrong-encoding at line 2");
  }

  @Test
  void takesCarriageReturnsOffOnlyWhenAskedTo() throws Exception {
    assertThat(OneFile.read(folder, "a\r\nb\n", Map.of()).texts()).containsExactly("a\r", "b");
    assertThat(OneFile.read(folder, "a\r\nb\n", Map.of("line.ending", "crlf")).texts())
        .containsExactly("a", "b");
  }
}
