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
