package dev.headrace.connectors.http.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.http.source.RecordStream.Found;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in bodies, however they arrive. */
final class RecordStreamsTest {

  /** How many bytes come at once. */
  private static final int[] PIECES = {1, 2, 7, 8192};

  @Test
  void findsAnArrayAnywhere() throws Exception {
    String body =
        """
        {"before": {"data": ["not", "these"], "x": "\\"data\\": ["},
         "a/b": [0, {"data": [ {"u": "\\u00fc \\" ] }", "v": [[]]} , -1.50e2,
           "text \\u00e4", true, null, [1, {"k": {}}] ]}],
         "after": [[[]]]}
        """;
    assertRecords(
        body,
        Map.of("records", "/a~1b/1/data"),
        "{\"u\": \"\\u00fc \\\" ] }\", \"v\": [[]]}",
        "-1.50e2",
        "\"text ä\"",
        "true",
        "null",
        "[1, {\"k\": {}}]");
  }

  @Test
  void takesNullForNoRecords() throws Exception {
    assertRecords("{\"data\": null}", Map.of("records", "/data"));
    assertRecords("", Map.of());
  }

  @Test
  void readsJsonLines() throws Exception {
    assertRecords(
        "{\"a\": 1}\r\n\n  \n[2]\n\"ä\"",
        Map.of("format", "json-lines"),
        "{\"a\": 1}\r",
        "[2]",
        "\"ä\"");
  }

  @Test
  void rejectsSingleLines() throws Exception {
    assertRecords(
        "1\n{\"a\": \n2 3\n4\n",
        Map.of("format", "json-lines"),
        "1",
        "http.not-json@http://x/, line 2@{\"a\": ",
        "http.not-json@http://x/, line 3@2 3",
        "4");
  }

  @Test
  void rejectsLongLinesWithoutHoldingThem() throws Exception {
    String longLine = "\"" + "x".repeat(100_000) + "\"";
    assertRecords(
        "1\n" + longLine + "\n2",
        Map.of("format", "json-lines", "max.record.size", "1KiB"),
        "1",
        "http.record-too-long@http://x/, line 2@" + longLine.substring(0, 100),
        "2");
  }

  @Test
  void readsCsv() throws Exception {
    assertRecords(
        "id,name,,id\n1,\"a,\"\"b\"\"\nc\",x,2\r\n\n3,\"\",ü\"y,\"4\"",
        Map.of("format", "csv"),
        "{\"id\":\"1\",\"name\":\"a,\\\"b\\\"\\nc\",\"column_3\":\"x\",\"id_2\":\"2\"}",
        "{\"id\":\"3\",\"name\":\"\",\"column_3\":\"ü\\\"y\",\"id_2\":\"4\"}");
  }

  @Test
  void keepsCarriageReturnsThatEndNoLine() throws Exception {
    assertRecords(
        "a;b\n\"x\r\";1\ry\r\n",
        Map.of("format", "csv", "delimiter", ";"),
        "{\"a\":\"x\\r\",\"b\":\"1\\ry\"}");
  }

  @Test
  void rejectsSingleRows() throws Exception {
    assertRecords(
        "a,b\n1\n2,\"x\"y\n3,4\n5,6,7\n8,9\n",
        Map.of("format", "csv"),
        "http.csv-columns@http://x/, row 2@1",
        "http.csv-quotes@http://x/, row 3@2,\"x\"y",
        "{\"a\":\"3\",\"b\":\"4\"}",
        "http.csv-columns@http://x/, row 5@5,6,7",
        "{\"a\":\"8\",\"b\":\"9\"}");
  }

  @Test
  void givesUpOnlyTheFirstLineOfAQuoteWithoutAnEnd() throws Exception {
    String rows =
        IntStream.range(0, 200).mapToObj("%d,x\n"::formatted).collect(Collectors.joining());
    List<String> expected = new ArrayList<>();
    expected.add("http.record-too-long@http://x/, row 2@7,\"open");
    IntStream.range(0, 200).forEach(i -> expected.add("{\"a\":\"%d\",\"b\":\"x\"}".formatted(i)));
    assertRecords(
        "a,b\n7,\"open\n" + rows,
        Map.of("format", "csv", "max.record.size", "300B"),
        expected.toArray(String[]::new));
  }

  @Test
  void rejectsALongRow() throws Exception {
    String longRow = "1," + "x".repeat(5000);
    assertRecords(
        "a,b\n" + longRow + "\n2,3\n",
        Map.of("format", "csv", "max.record.size", "1KiB"),
        "http.record-too-long@http://x/, row 2@" + longRow.substring(0, 100),
        "{\"a\":\"2\",\"b\":\"3\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "windows-1252"})
  void rewritesOtherEncodings(String encoding) throws Exception {
    byte[] body = "[\"Zürich\", {\"é\": \"ÿ\"}]".getBytes(Charset.forName(encoding));
    for (int piece : PIECES) {
      assertThat(read(body, piece, Charset.forName(encoding), Map.of()))
          .containsExactly("\"Zürich\"", "{\"é\": \"ÿ\"}");
    }
  }

  @Test
  void passesOverAByteOrderMark() throws Exception {
    assertRecords("\ufeff[1]", Map.of(), "1");
    assertRecords("\ufeffa\n1\n", Map.of("format", "csv"), "{\"a\":\"1\"}");
  }

  @ParameterizedTest
  @CsvSource({"json", "json-lines", "csv"})
  void rejectsWhatIsNotUtf8(String format) throws Exception {
    String overlong = "\u00c0\u00af";
    String body =
        switch (format) {
          case "json" -> "[{\"a\": \"" + overlong + "\"}, {}]";
          case "json-lines" -> "\"" + overlong + "\"\n{}";
          default -> "a\n" + overlong + "\n{}";
        };
    for (int piece : PIECES) {
      List<String> found =
          read(
              body.getBytes(StandardCharsets.ISO_8859_1),
              piece,
              StandardCharsets.UTF_8,
              Map.of("format", format));
      assertThat(found.getFirst()).contains("UTF-8").contains("http.");
      assertThat(found.getLast()).contains("{}");
    }
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "US-ASCII", "UTF-16LE"})
  void rejectsTheRestWhereNothingCanBeToldApart(Charset encoding) throws Exception {
    byte[] body = "[1, \"\u00ff\u00d8\"]".getBytes(StandardCharsets.ISO_8859_1);
    for (int piece : PIECES) {
      assertThat(read(body, piece, encoding, Map.of()))
          .last()
          .asString()
          .startsWith("http.not-json@");
    }
  }

  private static void assertRecords(String body, Map<String, String> settings, String... expected)
      throws Exception {
    for (int piece : PIECES) {
      assertThat(
              read(body.getBytes(StandardCharsets.UTF_8), piece, StandardCharsets.UTF_8, settings))
          .as("%d bytes at once", piece)
          .usingElementComparator(RecordStreamsTest::compare)
          .containsExactly(expected);
    }
  }

  /** Only the beginning of what was rejected is compared. */
  private static int compare(String found, String expected) {
    boolean same =
        expected.startsWith("http.") ? found.startsWith(expected) : found.equals(expected);
    return same ? 0 : 1;
  }

  /** The records, and in place of each rejected one its code, place and beginning. */
  private static List<String> read(
      byte[] body, int piece, Charset encoding, Map<String, String> settings) throws Exception {
    String[] pairs =
        settings.entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .toArray(String[]::new);
    RecordStream stream =
        RecordStreams.open(
            Polling.settings("http://x/", pairs),
            Body.of("http://x/", new Dripping(body, piece), encoding, true));
    List<String> found = new ArrayList<>();
    for (Found next = stream.next(); next != Found.END; next = stream.next()) {
      found.add(
          next == Found.RECORD
              ? stream.record().toString()
              : "%s@%s@%s %s"
                  .formatted(
                      stream.bad().why().code(),
                      stream.bad().raw().where(),
                      new String(stream.bad().raw().bytes(), StandardCharsets.UTF_8),
                      stream.bad().why().what()));
    }
    return found;
  }

  /** Gives so many bytes at once. */
  private static final class Dripping extends FilterInputStream {

    private final int piece;

    Dripping(byte[] bytes, int piece) {
      super(new ByteArrayInputStream(bytes));
      this.piece = piece;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      return in.read(target, from, Math.min(piece, length));
    }
  }
}
