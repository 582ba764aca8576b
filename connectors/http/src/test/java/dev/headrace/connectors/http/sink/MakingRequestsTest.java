package dev.headrace.connectors.http.sink;

import static dev.headrace.connectors.http.sink.Sending.json;
import static dev.headrace.connectors.http.sink.Sending.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Refused;
import dev.headrace.connector.Value;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import dev.headrace.connectors.http.LocalServer;
import dev.headrace.connectors.http.LocalServer.Reply;
import dev.headrace.connectors.http.LocalServer.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MakingRequestsTest {

  private final LocalServer server = new LocalServer(_ -> Reply.of(200, "{}"));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void sendsTheValueAsItIs() throws Exception {
    try (Sending sending = new Sending(server.url("/orders"))) {
      sending.send("{\"price\":  1.50, \"ü\": null}");
    }
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.uri().toString()).isEqualTo("/orders");
              assertThat(request.header("Content-Type")).contains("application/json");
              assertThat(request.text()).isEqualTo("{\"price\":  1.50, \"ü\": null}");
            });
  }

  @Test
  void fillsTheUrl() throws Exception {
    try (Sending sending =
        new Sending(
            server.url("/${topic}/${value:/a~1b/0}/${key:/id}?at=${timestamp}&h=${header:who}"),
            "method",
            "put")) {
      // When
      sending.send(
          keyed("{\"id\": \"x/../y z\"}", "{\"a/b\": [\"ä&=?#\"]}")
              .withTimestamp(7)
              .withHeader("who", bytes("first"))
              .withHeader("who", bytes("a b")));
    }

    // Then
    assertThat(server.requests().getFirst().uri().toString())
        .isEqualTo("/orders/%C3%A4%26%3D%3F%23/x%2F..%2Fy%20z?at=7&h=a%20b");
    assertThat(server.requests().getFirst().method()).isEqualTo("PUT");
  }

  @Test
  void fillsABodyOfJson() throws Exception {
    assertBody(
        "application/json",
        "{\"k\": ${key}, \"o\": ${offset}, \"a\": ${value:/a}, \"none\": ${value:/x}, \"$${v}\":"
            + " ${value}}",
        "{\"k\": \"7\\\"\", \"o\": 0, \"a\": \"<x> &\\n\", \"none\": null, \"${v}\":"
            + " {\"a\": \"<x> &\\n\"}}");
  }

  @Test
  void fillsABodyOfXml() throws Exception {
    assertBody("application/xml", "<a>${value:/a}</a>", "<a>&lt;x&gt; &amp;\n</a>");
  }

  @Test
  void fillsABodyOfAForm() throws Exception {
    assertBody(
        "application/x-www-form-urlencoded", "a=${value:/a}&k=${key}", "a=%3Cx%3E%20%26%0A&k=7%22");
  }

  @Test
  void fillsABodyOfText() throws Exception {
    assertBody("text/plain", "${topic}: ${value:/a}", "orders: <x> &\n");
  }

  @Test
  void fillsHeadersThatCannotBreakOut() throws Exception {
    try (Sending sending =
        new Sending(
            server.url("/"),
            "headers.X-Fixed",
            "a $${b}",
            "headers.X-Value",
            "v=${value:/a}",
            "headers.X-None",
            "${value:/none}")) {
      sending.send("{\"a\": \"1\\r\\nX-Evil: ü\"}");
    }
    Request request = server.requests().getFirst();
    assertThat(request.header("X-Fixed")).contains("a ${b}");
    assertThat(request.header("X-Value")).contains("v=1%0D%0AX-Evil: %C3%BC");
    assertThat(request.header("X-Evil")).isEmpty();
    assertThat(request.header("X-None")).isEmpty();
  }

  @Test
  void refusesARecordWithoutWhatTheUrlNeeds() throws Exception {
    try (Sending sending = new Sending(server.url("/${value:/id}"))) {
      List<Refused> refused = sending.send("{\"id\": 1}", "{\"id\": null}", "{}", "{\"id\": 4}");

      assertThat(refused).extracting(Refused::offset).containsExactly(1L, 2L);
      assertThat(refused.getFirst().why().code()).isEqualTo("http.nothing-for-url");
      assertThat(refused.getFirst().why().what()).contains("${value:/id}");
      assertThat(sending.flushed()).isEqualTo(4);
    }
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void treatsTombstonesAsTold() throws Exception {
    Entry tombstone =
        Entry.tombstone().withKey(Value.Json.of("7".getBytes(StandardCharsets.UTF_8)));
    for (String told : List.of("refuse", "skip", "send", "delete")) {
      try (Sending sending = new Sending(server.url("/" + told + "/${key}"), "tombstones", told)) {
        List<Refused> refused = sending.send(tombstone);
        assertThat(refused).hasSize(told.equals("refuse") ? 1 : 0);
        assertThat(sending.flushed()).isEqualTo(1);
      }
    }
    assertThat(server.requests())
        .extracting(request -> request.method() + " " + request.uri() + " " + request.text())
        .containsExactly("POST /send/7 null", "DELETE /delete/7 ");
  }

  @Test
  void sendsSeveralAsAnArray() throws Exception {
    try (Sending sending = new Sending(server.url("/"), "batch", "array", "batch.size", "3")) {
      sending.send("1", "{}", "[2]", "null", "\"x\"");
    }
    assertThat(server.requests())
        .extracting(Request::text)
        .containsExactly("[1,{},[2]]", "[null,\"x\"]");
  }

  @Test
  void sendsSeveralAsLines() throws Exception {
    try (Sending sending = new Sending(server.url("/"), "batch", "lines")) {
      sending.send("{\n  \"a\": \"x\\ny\"\r\n}", "2");
    }
    Request request = server.requests().getFirst();
    assertThat(request.text()).isEqualTo("{   \"a\": \"x\\ny\"  }\n2\n");
    assertThat(request.header("Content-Type")).contains("application/x-ndjson");
  }

  @Test
  void sendsNoMoreBytesThanTold() throws Exception {
    try (Sending sending = new Sending(server.url("/"), "batch", "array", "batch.bytes", "10B")) {
      sending.send("1234", "5678", "9", "\"longer than ten\"", "1");
    }
    assertThat(server.requests())
        .extracting(Request::text)
        .containsExactly("[1234,5678]", "[9]", "[\"longer than ten\"]", "[1]");
  }

  @Test
  void sendsTogetherOnlyWhatGoesToOnePlace() throws Exception {
    try (Sending sending =
        new Sending(server.url("/${value:/to}"), "batch", "array", "tombstones", "skip")) {
      sending.send(
          json("{\"to\": 1}"), json("{\"to\": 1}"), json("{\"to\": 2}"), json("{\"to\": 1}"));
    }
    assertThat(server.requests())
        .extracting(request -> request.uri() + " " + request.text())
        .containsExactly("/1 [{\"to\": 1},{\"to\": 1}]", "/2 [{\"to\": 2}]", "/1 [{\"to\": 1}]");
  }

  @Test
  void namesEachRecordForGood() throws Exception {
    UUID orders = UUID.nameUUIDFromBytes("orders".getBytes(StandardCharsets.UTF_8));
    for (String batch : List.of("none", "array")) {
      try (Sending sending =
          new Sending(server.url("/"), "idempotency.header", "Idempotency-Key", "batch", batch)) {
        sending.send("1", "2");
      }
    }
    assertThat(server.requests())
        .extracting(request -> request.header("Idempotency-Key").orElse(""))
        .containsExactly(
            "test-" + orders + "-3-0", "test-" + orders + "-3-1", "test-" + orders + "-3-0-1");
  }

  @Test
  void sendsTheSameCredentialsAsASource() throws Exception {
    try (Sending sending =
        new Sending(server.url("/"), "auth", "bearer", "token", "t", "secret.headers.X-Key", "k")) {
      sending.send("1");
    }
    assertThat(server.requests().getFirst().header("Authorization")).contains("Bearer t");
    assertThat(server.requests().getFirst().header("X-Key")).contains("k");
  }

  private void assertBody(String type, String template, String expected) throws Exception {
    try (Sending sending = new Sending(server.url("/"), "content.type", type, "body", template)) {
      sending.send(keyed("\"7\\\"\"", "{\"a\": \"<x> &\\n\"}"));
    }
    Request request = server.requests().getFirst();
    assertThat(request.text()).isEqualTo(expected);
    assertThat(request.header("Content-Type")).isEqualTo(Optional.of(type));
  }

  private static Value bytes(String text) {
    return new Value.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
