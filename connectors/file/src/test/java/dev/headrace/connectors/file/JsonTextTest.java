package dev.headrace.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "12.5e-7",
        "1E+2",
        "\"\"",
        "\"\\u00fc\\n\\\"\"",
        "[]",
        "{}",
        " [ 1 , [ ] , { \"a\" : { } } ] ",
        "{\"a\":1,\"b\":[true,null]}",
        "\"ü\""
      })
  void acceptsJson(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(JsonText.isValid(bytes, 0, bytes.length)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "True",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "-",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "[",
        "]",
        "{]",
        "1 2",
        "NaN",
        "'a'"
      })
  void refusesAnythingElse(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(JsonText.isValid(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void boundsTheDepth() {
    byte[] deepest = ("[".repeat(1000) + "]".repeat(1000)).getBytes(UTF_8);
    byte[] deeper = ("[".repeat(1001) + "]".repeat(1001)).getBytes(UTF_8);
    assertThat(JsonText.isValid(deepest, 0, deepest.length)).isTrue();
    assertThat(JsonText.isValid(deeper, 0, deeper.length)).isFalse();
  }

  @Test
  void compactsOutsideOfTextsOnly() {
    byte[] bytes = "{ \"a b\\\" \" :\n\t[ 1 ,\r\n 2 ] }".getBytes(UTF_8);
    byte[] target = new byte[bytes.length];
    int length = JsonText.compact(bytes, 0, bytes.length, target);
    assertThat(new String(target, 0, length, UTF_8)).isEqualTo("{\"a b\\\" \":[1,2]}");
  }
}
