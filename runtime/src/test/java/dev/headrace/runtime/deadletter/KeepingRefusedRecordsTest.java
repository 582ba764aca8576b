package dev.headrace.runtime.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.Reason;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.ErrorPolicy.DeadLetterTopic;
import dev.headrace.runtime.log.LogException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A dead letter is the record as it was, with what happened in headers named as Connect's. */
class KeepingRefusedRecordsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
  private static final Reason BAD = new Reason("test.bad", "it is bad", "Mend it.");
  private static final Instant NOW = Instant.ofEpochMilli(99);

  private final List<Letter> letters = new ArrayList<>();

  @Test
  void hasTheBytesHeadersAndTimeOfARecordOfTheLog() {
    Refusals refusals = refusals(ErrorPolicy.bury("dead"));

    refusals.refuse(fromLog(17, Optional.empty()));
    refusals.covered(ORDERS, 18);

    Letter letter = letters.getFirst();
    assertThat(text(letter.key())).isEqualTo("key");
    assertThat(text(letter.value())).isEqualTo("value");
    assertThat(letter.timestampMillis()).isEqualTo(42);
    assertThat(letter.headers().getFirst().key()).isEqualTo("own");
  }

  @Test
  void tellsAsKafkaConnectDoesWhatHappened() {
    Refusals refusals = refusals(ErrorPolicy.bury("dead"));
    Throwable cause = new IllegalStateException("constraint");

    refusals.refuse(fromLog(17, Optional.of(cause)));
    refusals.covered(ORDERS, 18);

    Map<String, String> headers = headers(letters.getFirst());
    assertThat(headers.remove("__connect.errors.exception.stacktrace"))
        .startsWith("java.lang.IllegalStateException: constraint\n\tat ");
    assertThat(headers)
        .containsExactly(
            Map.entry("own", "header"),
            Map.entry("__connect.errors.topic", "orders"),
            Map.entry("__connect.errors.partition", "3"),
            Map.entry("__connect.errors.offset", "17"),
            Map.entry("__connect.errors.connector.name", "out"),
            Map.entry("__connect.errors.task.id", "2"),
            Map.entry("__connect.errors.stage", "TASK_PUT"),
            Map.entry("__connect.errors.class.name", "org.example.Sink"),
            Map.entry("__connect.errors.exception.class.name", "java.lang.IllegalStateException"),
            Map.entry("__connect.errors.exception.message", "it is bad"),
            Map.entry("__connect.errors.code", "test.bad"),
            Map.entry("__connect.errors.next", "Mend it."));
  }

  @Test
  void tellsWhereInTheOutsideSystemItWasFound() {
    Refusals refusals = refusals(ErrorPolicy.bury("dead"));

    refusals.refuse(fromSource("orders.csv, line 17"));

    assertThat(headers(letters.getFirst()))
        .containsEntry("__connect.errors.where", "orders.csv, line 17")
        .containsEntry("__connect.errors.stage", "TASK_POLL")
        .containsEntry("__connect.errors.topic", "orders")
        .doesNotContainKey("__connect.errors.offset");
    assertThat(letters.getFirst().timestampMillis()).isEqualTo(99);
  }

  @Test
  void hasNoHeadersButItsOwnWhenTheUserWantsNone() {
    Refusals refusals =
        refusals(
            new ErrorPolicy(
                ErrorPolicy.Tolerance.ALL,
                Optional.of(new DeadLetterTopic("dead", ErrorPolicy.Context.NONE))));

    refusals.refuse(fromLog(17, Optional.empty()));
    refusals.covered(ORDERS, 18);

    assertThat(headers(letters.getFirst())).containsOnlyKeys("own");
  }

  @Test
  void waitsForTheCommitThatCoversTheRecord() {
    Refusals refusals = refusals(ErrorPolicy.bury("dead"));
    refusals.refuse(fromLog(17, Optional.empty()));
    refusals.refuse(fromLog(23, Optional.empty()));

    refusals.covered(ORDERS, 17);
    assertThat(letters).isEmpty();
    refusals.covered(ORDERS, 18);
    assertThat(letters).hasSize(1);
    refusals.covered(ORDERS, 100);
    assertThat(letters).hasSize(2);
  }

  @Test
  void doesNotWaitWithoutEnd() {
    Refusals refusals = refusals(ErrorPolicy.bury("dead"));
    byte[] megabyte = new byte[1024 * 1024];

    for (int offset = 0; offset < 9; offset++) {
      refusals.refuse(fromLog(offset, ByteSlice.of(megabyte)));
    }

    assertThat(letters).isNotEmpty();
  }

  @Test
  void isCutWhenItsTopicDoesNotTakeAllOfIt() {
    Refusals refusals = refusals(ErrorPolicy.bury("dead"));
    Letter large = new Letter(1, ByteSlice.NULL, ByteSlice.of(new byte[1_000_000]), List.of());

    refusals.tooLarge("dead", large, "too large");

    assertThat(letters.getFirst().value().length()).isEqualTo(64 * 1024);
    assertThat(headers(letters.getFirst())).containsEntry("__connect.errors.value.size", "1000000");
    assertThatThrownBy(() -> refusals.tooLarge("dead", letters.getFirst(), "still too large"))
        .isInstanceOf(LogException.TooLarge.class);
  }

  @Test
  void isCountedAndTheLastOneRemembered() {
    Refusals refusals = refusals(ErrorPolicy.SKIP);

    refusals.refuse(fromSource("line 1"));
    refusals.refuse(fromSource("line 2"));

    assertThat(refusals.count()).isEqualTo(2);
    assertThat(refusals.last()).contains(new Refusal.Last("line 2", BAD, 99));
    assertThat(letters).isEmpty();
  }

  private Refusals refusals(ErrorPolicy policy) {
    return new Refusals(
        new Refuser("out", 2, "org.example.Sink"),
        policy,
        () -> NOW,
        new RefusalLog("out-2", () -> 0),
        (_, letter) -> letters.add(letter));
  }

  private static Refusal fromLog(long offset, Optional<Throwable> cause) {
    return new Refusal(
        new Origin.InLog(ORDERS, offset, 42),
        Stage.TASK_PUT,
        bytes("key"),
        bytes("value"),
        List.of(new RecordHeader("own", bytes("header"))),
        BAD,
        cause);
  }

  private static Refusal fromLog(long offset, ByteSlice value) {
    return new Refusal(
        new Origin.InLog(ORDERS, offset, 42),
        Stage.TASK_PUT,
        ByteSlice.NULL,
        value,
        List.of(),
        BAD,
        Optional.empty());
  }

  private static Refusal fromSource(String where) {
    return new Refusal(
        new Origin.AtSource(where, Optional.of("orders")),
        Stage.TASK_POLL,
        ByteSlice.NULL,
        bytes("found"),
        List.of(),
        BAD,
        Optional.empty());
  }

  private static ByteSlice bytes(String text) {
    return ByteSlice.of(text.getBytes(UTF_8));
  }

  private static Map<String, String> headers(Letter letter) {
    Map<String, String> headers = new LinkedHashMap<>();
    letter.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    return headers;
  }

  private static String text(ByteSlice bytes) {
    return new String(bytes.toArray(), UTF_8);
  }
}
