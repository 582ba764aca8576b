package dev.headrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the worker relies on, whichever log it is; inherited by the test of each adapter. */
public abstract class LogContract {

  private static final int READ_BYTES = 1 << 20;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final WriterId WRITER = WriterId.ofTask("group", "connector", 0);

  private final String topic = "records";
  private final TopicPartition first = new TopicPartition(topic, 0);
  private final TopicPartition second = new TopicPartition(topic, 1);
  private Log log;

  /** The log under test, empty. */
  protected abstract Log openLog() throws Exception;

  /** Closes it and what is behind it. */
  protected abstract void closeLog() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    log = openLog();
    log.topics().ensure(topic, OptionalInt.of(2), Map.of());
  }

  @AfterEach
  final void close() throws Exception {
    closeLog();
  }

  @Test
  void makesATopicOnceAndLeavesItAsItIs() {
    Topics.Description made =
        log.topics().ensure("made", OptionalInt.of(3), Map.of("retention.ms", "-1"));
    Topics.Description again = log.topics().ensure("made", OptionalInt.of(5), Map.of());

    assertThat(made.partitions()).isEqualTo(3);
    assertThat(again).isEqualTo(made);
    assertThat(log.topics().find("made")).contains(made);
    assertThat(log.topics().all()).containsOnlyKeys("made", topic);
  }

  @Test
  void refusesATopicThatCannotBe() {
    assertThatThrownBy(() -> log.topics().ensure("a b", OptionalInt.of(1), Map.of()))
        .isInstanceOf(LogException.Refused.class)
        .hasMessageContaining("a b");
  }

  @Test
  void showsACommitWholeAndInOrder() throws Exception {
    try (Writer writer = log.writer(WRITER);
        Reader reader = reader(Isolation.READ_COMMITTED, first, second)) {
      // When
      writer.append(first, batch("a", "b"));
      writer.append(second, batch("c"));
      writer.append(first, batch("d"));
      made(writer.commit());

      // Then
      assertThat(read(reader, 4)).containsExactlyInAnyOrder("a", "b", "c", "d");
      assertThat(read(from(first, 0), 3)).containsExactly("a", "b", "d");
    }
  }

  @Test
  void showsNothingBeforeTheCommit() throws Exception {
    try (Writer writer = log.writer(WRITER);
        Reader reader = reader(Isolation.READ_COMMITTED, first)) {
      writer.append(first, batch("staged"));

      assertThat(reader.read(READ_BYTES, Duration.ofMillis(50)))
          .isInstanceOf(Fetched.Nothing.class);
    }
  }

  @Test
  void forgetsWhatWasNotCommittedWhenItIsClosed() throws Exception {
    Writer given = log.writer(WRITER);
    given.append(first, batch("given up"));
    given.close();

    try (Writer writer = log.writer(WRITER)) {
      writer.append(first, batch("kept"));
      made(writer.commit());
    }

    assertThat(read(from(first, 0), 1)).containsExactly("kept");
  }

  @Test
  void commitsOffsetsWithTheRecords() throws Exception {
    try (Writer writer = log.writer(WRITER)) {
      writer.append(first, batch("a"));
      writer.offset("group", second, new Committed(5, "early"));
      writer.offset("group", second, new Committed(7, "receipt"));
      writer.offset("group", first, new Committed(1, ""));
      assertThat(log.offsets("group").committed()).isEmpty();
      made(writer.commit());
    }

    assertThat(log.offsets("group").committed())
        .containsOnly(
            Map.entry(second, new Committed(7, "receipt")), Map.entry(first, new Committed(1, "")));
    assertThat(log.offsets("other").committed()).isEmpty();
  }

  @Test
  void commitsOffsetsAlone() throws Exception {
    try (Writer writer = log.writer(WRITER)) {
      for (int i = 1; i <= 3; i++) {
        writer.offset("group", first, new Committed(i, "r" + i));
        made(writer.commit());
      }
    }

    assertThat(log.offsets("group").committed()).containsEntry(first, new Committed(3, "r3"));
  }

  @Test
  void makesCommitsInTheOrderInWhichTheyWereAskedFor() throws Exception {
    List<CompletableFuture<Void>> commits = new ArrayList<>();
    List<String> values = new ArrayList<>();
    try (Writer writer = log.writer(WRITER)) {
      for (int i = 0; i < 30; i++) {
        values.add("v" + i);
        writer.append(first, batch("v" + i));
        writer.append(second, batch("w" + i));
        commits.add(writer.commit().toCompletableFuture());
      }
      made(CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new)));
    }

    assertThat(read(from(first, 0), 30)).isEqualTo(values);
  }

  @Test
  void fencesTheWriterBefore() throws Exception {
    // Given
    Writer former = log.writer(WRITER);
    former.append(first, batch("former"));
    former.append(second, batch("former"));

    // When
    Writer successor = log.writer(WRITER);

    // Then
    assertThatThrownBy(() -> made(former.commit()))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LogException.Fenced.class);
    successor.append(first, batch("successor"));
    made(successor.commit());
    assertThat(read(from(first, 0), 1)).containsExactly("successor");
    assertThatThrownBy(() -> former.append(first, batch("again")))
        .isInstanceOf(LogException.Fenced.class);
  }

  @Test
  void refusesABatchThatIsTooLargeAndGoesOn() throws Exception {
    try (Writer writer = log.writer(WRITER)) {
      RecordBatch tooLarge = batch("x".repeat(3 << 20));

      assertThatThrownBy(() -> writer.append(first, tooLarge))
          .isInstanceOf(LogException.TooLarge.class)
          .hasMessageContaining(first.toString());

      writer.append(first, batch("small"));
      made(writer.commit());
    }
    assertThat(read(from(first, 0), 1)).containsExactly("small");
  }

  @Test
  void takesABatchAsLargeAsTheTopicAllows() throws Exception {
    log.topics().ensure("large", OptionalInt.of(1), Map.of("max.message.bytes", "4000000"));
    TopicPartition large = new TopicPartition("large", 0);
    String value = "x".repeat(3 << 20);

    try (Writer writer = log.writer(WRITER)) {
      writer.append(large, batch(value));
      made(writer.commit());
    }

    assertThat(read(from(large, 0), 1)).containsExactly(value);
  }

  @Test
  void refusesAPartitionThatIsNotThere() {
    try (Writer writer = log.writer(WRITER)) {
      assertThatThrownBy(() -> writer.append(new TopicPartition("nowhere", 0), batch("x")))
          .isInstanceOf(LogException.Refused.class)
          .hasMessageContaining("nowhere-0");
    }
  }

  @Test
  void readsOnWhereItIsTold() throws Exception {
    write(first, "a", "b", "c");
    write(first, "d");

    LogBatch head = batches(from(first, 1)).batches().getFirst();

    assertThat(head.partition()).isEqualTo(first);
    assertThat(head.from()).isEqualTo(1);
    assertThat(read(from(first, 1), 3)).containsExactly("b", "c", "d");
    assertThat(read(from(first, head.next()), 1)).containsExactly("d");
  }

  @Test
  void tellsOfAGap() throws Exception {
    write(first, "a");

    try (Reader reader = from(first, 1_000)) {
      assertThat(reader.read(READ_BYTES, Duration.ZERO))
          .isInstanceOfSatisfying(
              Fetched.Gap.class,
              gap -> {
                assertThat(gap.partition()).isEqualTo(first);
                assertThat(gap.wanted()).isEqualTo(1_000);
                assertThat(gap.start()).isZero();
                assertThat(gap.end()).isLessThan(1_000);
              });
    }
  }

  @Test
  void waitsForDataNoLongerThanNeeded() throws Exception {
    try (Reader reader = reader(Isolation.READ_COMMITTED, first)) {
      CompletableFuture<Fetched> found =
          CompletableFuture.supplyAsync(() -> reader.read(READ_BYTES, SOON));

      write(first, "late");

      assertThat(found.get(10, TimeUnit.SECONDS)).isInstanceOf(Fetched.Batches.class);
    }
  }

  @Test
  void returnsEmptyHandedAfterTheWait() {
    try (Reader reader = reader(Isolation.READ_COMMITTED, first)) {
      assertThat(reader.read(READ_BYTES, Duration.ofMillis(20)))
          .isInstanceOf(Fetched.Nothing.class);
    }
  }

  @Test
  void isWokenUpFromOutside() throws Exception {
    try (Reader reader = reader(Isolation.READ_COMMITTED, first)) {
      CompletableFuture<Fetched> waiting =
          CompletableFuture.supplyAsync(() -> reader.read(READ_BYTES, SOON));

      reader.wakeup();

      assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Fetched.Nothing.class);
    }
  }

  @Test
  void tellsWhenThereMayBeData() throws Exception {
    try (Reader reader = reader(Isolation.READ_COMMITTED, first)) {
      AtomicInteger calls = new AtomicInteger();
      reader.onData(calls::incrementAndGet);

      write(first, "x");

      await().atMost(SOON).until(() -> calls.get() > 0);
      assertThat(read(reader, 1)).containsExactly("x");
    }
  }

  @Test
  void knowsTheEndThatAReaderWillReach() throws Exception {
    write(first, "a", "b");
    try (Reader reader = from(first, 0)) {
      long end = reader.end(first);
      List<String> seen = new ArrayList<>();
      long next = 0;
      while (next < end) {
        for (LogBatch batch : batches(reader).batches()) {
          next = batch.next();
          seen.addAll(values(batch));
        }
      }

      // A marker takes an offset of its own, before or behind that end.
      assertThat(end).isGreaterThanOrEqualTo(2);
      assertThat(seen).containsExactly("a", "b");
      assertThat(read(reader, 0)).isEmpty();
    }
  }

  @Test
  void keepsTheLastValueOfEachKeyInATable() throws Exception {
    try (Table table = log.table("table")) {
      TopicPartition partition = new TopicPartition("table", 0);
      try (Writer writer = log.writer(WRITER)) {
        writer.append(partition, keyed("a", "1"));
        writer.append(partition, keyed("b", "1"));
        writer.append(partition, keyed("a", "2"));
        made(writer.commit());
        writer.append(partition, tombstone("b"));
        made(writer.commit());
      }

      table.caughtUp().toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(table.topic()).isEqualTo("table");
      assertThat(table.partitions()).isPositive();
      assertThat(table.entries()).containsOnly(Map.entry(bytes("a"), bytes("2")));
    }
  }

  @Test
  void hasInANewTableWhatWasThereBefore() throws Exception {
    try (Table table = log.table("table")) {
      try (Writer writer = log.writer(WRITER)) {
        writer.append(new TopicPartition(table.topic(), 0), keyed("a", "1"));
        made(writer.commit());
      }
    }

    try (Table table = log.table("table")) {
      table.caughtUp().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(table.entries()).containsOnly(Map.entry(bytes("a"), bytes("1")));
    }
  }

  private void write(TopicPartition to, String... values) throws Exception {
    try (Writer writer = log.writer(new WriterId("contract-writer"))) {
      writer.append(to, batch(values));
      made(writer.commit());
    }
  }

  private Reader from(TopicPartition partition, long offset) {
    Reader reader = log.reader(Isolation.READ_COMMITTED);
    reader.assign(Map.of(partition, offset));
    return reader;
  }

  private Reader reader(Isolation isolation, TopicPartition... partitions) {
    Reader reader = log.reader(isolation);
    Map<TopicPartition, Long> from = new HashMap<>();
    for (TopicPartition partition : partitions) {
      from.put(partition, 0L);
    }
    reader.assign(from);
    return reader;
  }

  private static Fetched.Batches batches(Reader reader) {
    return (Fetched.Batches) reader.read(READ_BYTES, SOON);
  }

  /** As many values as there should be, and none more. */
  private static List<String> read(Reader reader, int count) {
    List<String> values = new ArrayList<>();
    Duration wait = count > 0 ? SOON : Duration.ZERO;
    while (reader.read(READ_BYTES, wait) instanceof Fetched.Batches(List<LogBatch> batches)) {
      batches.forEach(each -> values.addAll(values(each)));
      wait = values.size() < count ? SOON : Duration.ZERO;
    }
    return values;
  }

  private static List<String> values(LogBatch batch) {
    List<String> values = new ArrayList<>();
    RecordCursor cursor = new RecordCursor();
    cursor.open(batch.batch());
    while (cursor.next()) {
      if (cursor.offset() >= batch.from()) {
        values.add(new String(cursor.value().toArray(), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  private static void made(CompletionStage<Void> commit) throws Exception {
    commit.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static RecordBatch batch(String... values) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, 1024);
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      builder.append(1_000, bytes, 0, bytes.length);
    }
    return builder.build();
  }

  private static RecordBatch keyed(String key, String value) {
    return keyed(key, ByteSlice.of(value.getBytes(StandardCharsets.UTF_8)));
  }

  private static RecordBatch tombstone(String key) {
    return keyed(key, ByteSlice.NULL);
  }

  private static RecordBatch keyed(String key, ByteSlice value) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, 1024);
    builder.append(1_000, ByteSlice.of(key.getBytes(StandardCharsets.UTF_8)), value, List.of());
    return builder.build();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }
}
