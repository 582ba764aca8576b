package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kafka-dump-log} of Apache Kafka finds nothing wrong with our segments and indexes. */
class KafkasOwnToolReadsTheFilesTest {

  private static final int BATCHES = 200;
  private static final int RECORDS_A_BATCH = 5;
  private static final Pattern RECORD = Pattern.compile("(?m)^\\| offset: ");
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path directory;

  @Test
  void everyRecordIsCountedAndEveryIndexEntryIsRight() throws Exception {
    writeSegments();
    Path folder = directory.resolve("data").resolve("orders-0");

    String records = dump("--deep-iteration", files(folder, ".log"));
    assertThat(RECORD.matcher(records).results().count())
        .isEqualTo(BATCHES * RECORDS_A_BATCH + 2L * (RECORDS_A_BATCH + 1));
    assertThat(records).doesNotContain("isvalid: false");

    assertThat(files(folder, ".index").split(",")).hasSizeGreaterThan(2);
    dump("--verify-index-only", files(folder, ".index"));
    dump("--verify-index-only", files(folder, ".timeindex"));
    assertThat(dump("--print-data-log", files(folder, ".txnindex")))
        .contains("producerId: 2 firstOffset: 1006 lastOffset: 1011");
    assertThat(dump("--print-data-log", files(folder, ".snapshot"))).contains("producerId: 1");
  }

  @Test
  void compactedSegmentsAreRightToo() throws Exception {
    compactSegments();
    Path folder = directory.resolve("data").resolve("orders-0");
    // The tool cannot read an index without entries, and the last segment has one batch.
    for (String suffix : List.of(".index", ".timeindex")) {
      Files.deleteIfExists(folder.resolve("0".repeat(16) + "1200" + suffix));
    }

    String records = dump("--deep-iteration", files(folder, ".log"));
    // Of 100 keys 10 were never committed; the markers stay for a while, and there is a last one.
    assertThat(RECORD.matcher(records).results().count()).isEqualTo(90 + BATCHES + 1);
    assertThat(records)
        .doesNotContain("isvalid: false")
        .contains("deleteHorizonMs: OptionalLong[", "endTxnMarker: COMMIT");
    dump("--verify-index-only", files(folder, ".index"));
    dump("--verify-index-only", files(folder, ".timeindex"));
  }

  private void compactSegments() throws IOException {
    StorageSettings settings =
        StorageSettings.defaults().withTopics(new PartitionSettings(60_000, 1_000_000, 1 << 20));
    Cleanup.Compaction eager = new Cleanup.Compaction(0, 0, Long.MAX_VALUE, 60_000);
    Cleanup cleanup = new Cleanup(false, true, Cleanup.Retention.DEFAULTS, eager, false);
    try (FilePartitions partitions = FilePartitions.open(directory.resolve("data"), settings)) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());
      partitions.configure(ORDERS, new PartitionSettings(60_000, 1_000_000, 1 << 20, cleanup));
      Compression[] compressions = Compression.values();
      for (int i = 0; i < BATCHES; i++) {
        String[] keyed = new String[RECORDS_A_BATCH];
        for (int j = 0; j < RECORDS_A_BATCH; j++) {
          keyed[j] =
              "key-" + i % 20 + "-" + j + (j == 0 && i >= 180 ? "" : "=" + i + "x".repeat(500));
        }
        RecordBatch batch =
            Batches.keyed(compressions[i % compressions.length], 1_700_000_000_000L + i, keyed);
        batch.stampTransactional(1, (short) i, 0);
        Batches.store(log, batch);
        log.appendMarker(1, (short) i, i % 10 == 5 ? Marker.ABORT : Marker.COMMIT, 3);
      }
      Batches.store(log, Batches.keyed(Compression.NONE, 1, "last=" + "x".repeat(59_000)));
      partitions.compact();
    }
  }

  private void writeSegments() throws IOException {
    StorageSettings settings =
        StorageSettings.defaults().withTopics(new PartitionSettings(60_000, 1_000_000, 1 << 20));
    try (Partitions partitions = FilePartitions.open(directory.resolve("data"), settings)) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());
      Compression[] compressions = Compression.values();
      for (int i = 0; i < BATCHES; i++) {
        RecordBatch batch = batch(compressions[i % compressions.length], i);
        batch.stampProducer(1, (short) 0, i * RECORDS_A_BATCH);
        Batches.store(log, batch);
      }
      writeTransaction(log, 1, Marker.COMMIT);
      writeTransaction(log, 2, Marker.ABORT);
    }
  }

  private static void writeTransaction(PartitionLog log, long producerId, Marker marker) {
    RecordBatch batch = batch(Compression.NONE, BATCHES);
    batch.stampTransactional(producerId, (short) 1, 0);
    Batches.store(log, batch);
    log.appendMarker(producerId, (short) 1, marker, 3);
  }

  private static RecordBatch batch(Compression compression, int number) {
    RecordBatchBuilder builder = new RecordBatchBuilder(compression, 8192);
    for (int i = 0; i < RECORDS_A_BATCH; i++) {
      byte[] value =
          ("Größe " + number + "/" + i + "x".repeat(500)).getBytes(StandardCharsets.UTF_8);
      builder.append(1_700_000_000_000L + number * 10L + i, value, 0, value.length);
    }
    return builder.build();
  }

  private static String files(Path folder, String suffix) throws IOException {
    try (var files = Files.list(folder)) {
      return String.join(
          ",", files.map(Path::toString).filter(it -> it.endsWith(suffix)).sorted().toList());
    }
  }

  private String dump(String option, String files) throws Exception {
    Path output = Files.createTempFile(directory, "dump", ".txt");
    Process tool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.apache.kafka.tools.DumpLogSegments",
                    option,
                    "--files",
                    files))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = tool.waitFor();
    String text = Files.readString(output);
    assertThat(exitCode).as(text).isZero();
    assertThat(text)
        .doesNotContain("Found timestamp mismatch", "Mismatches in", "not found", "Exception");
    return text;
  }
}
