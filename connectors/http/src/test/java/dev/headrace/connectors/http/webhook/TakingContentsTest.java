package dev.headrace.connectors.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Header;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class TakingContentsTest {

  @Test
  void takesOneJsonTextAsItIs() throws Exception {
    try (Receiving receiving = new Receiving()) {
      assertThat(receiving.deliver("[1,  {\"ü\": 2.50}]").statusCode()).isEqualTo(200);
      assertThat(receiving.texts()).containsExactly("[1,  {\"ü\": 2.50}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "oops", "[1,]"})
  void refusesWhatIsNotJson(String body) throws Exception {
    try (Receiving receiving = new Receiving()) {
      HttpResponse<String> answer = receiving.deliver(body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("webhook.malformed").contains("JSON");
      assertThat(receiving.records()).isEmpty();
    }
  }

  @Test
  void splitsArrays() throws Exception {
    try (Receiving receiving = new Receiving("split.arrays", "true")) {
      assertThat(receiving.deliver("[1, {\"a\": [2]},\"x\", [] ]").body()).contains(":4");
      assertThat(receiving.deliver("{\"b\": 3}").body()).contains(":1");
      assertThat(receiving.deliver("[]").statusCode()).isEqualTo(200);
      assertThat(receiving.texts())
          .containsExactly("1", "{\"a\": [2]}", "\"x\"", "[]", "{\"b\": 3}");
    }
  }

  @Test
  void splitsLines() throws Exception {
    try (Receiving receiving = new Receiving("format", "json-lines")) {
      assertThat(receiving.deliver("1\n\n{\"a\":2}").statusCode()).isEqualTo(200);
      assertThat(receiving.texts()).containsExactly("1", "{\"a\":2}");
      assertThat(receiving.deliver("1\nno\n").body()).contains("Line 2");
      assertThat(receiving.records()).hasSize(2);
    }
  }

  @Test
  void takesTextAndBytes() throws Exception {
    try (Receiving text = new Receiving("format", "text");
        Receiving bytes = new Receiving("format", "bytes")) {
      HttpRequest.BodyPublisher noText =
          HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0});
      text.deliver("ü");
      bytes.deliver(HttpRequest.newBuilder(URI.create(bytes.url())).POST(noText));

      assertThat(text.records().getFirst().value()).contains(new Value.Text("ü"));
      assertThat(text.deliver(HttpRequest.newBuilder(URI.create(text.url())).POST(noText)))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(400);
      assertThat(((Value.Bytes) bytes.records().getFirst().value().orElseThrow()).bytes())
          .containsExactly(0xff, 0);
    }
  }

  @Test
  void takesKeyAndHeadersOfTheRequest() throws Exception {
    try (Receiving receiving =
        new Receiving(
            "key", "header",
            "key.header", "Idempotency-Key",
            "record.headers", "X-Event, Idempotency-Key")) {
      receiving.deliver(
          receiving.post("1").header("idempotency-key", "k-7").header("X-Event", "paid"));
      HttpResponse<String> without = receiving.deliver("2");

      SourceRecord record = receiving.records().getFirst();
      assertThat(record.key()).isEqualTo(Optional.of(new Value.Text("k-7")));
      assertThat(record.headers())
          .containsExactly(
              new Header("X-Event", new Value.Text("paid")),
              new Header("Idempotency-Key", new Value.Text("k-7")));
      assertThat(without.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void takesTheKeyOutOfTheRecord() throws Exception {
    try (Receiving receiving =
        new Receiving("key", "pointer", "key.pointer", "/id", "split.arrays", "true")) {
      receiving.deliver("[{\"id\": \"a\"}, {\"id\": \"b\"}]");
      HttpResponse<String> without = receiving.deliver("[{\"id\": \"c\"}, {}]");

      assertThat(receiving.records())
          .extracting(record -> record.key().orElseThrow())
          .containsExactly(new Value.Text("a"), new Value.Text("b"));
      assertThat(without.statusCode()).isEqualTo(400);
      assertThat(without.body()).contains("Record 2").contains("/id");
    }
  }
}
