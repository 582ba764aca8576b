package dev.headrace.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Next;
import dev.headrace.connector.SourceReader;
import dev.headrace.connector.Value;
import dev.headrace.connector.testing.CollectingOutput;
import dev.headrace.connector.testing.SourceDriver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source reads and a sink writes is the same, byte for byte, however often they die. */
final class RoundTripTest {

  private static final int LINES = 3_000;
  private static final List<String> TEXTS =
      List.of("", "a", "größer", "東京 → Zürich", "\r", "x\r", "\uD83D\uDE00", "\u0000", "\"q\",;\t");

  @TempDir Path folder;

  @Test
  void copiesAFileByteForByteThroughRestarts() throws Exception {
    for (int round = 0; round < Integer.getInteger("headrace.rounds", 3); round++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      Path in = Files.write(folder.resolve("in-" + round), randomLines(random));
      Path out = folder.resolve("out-" + round);
      copy(in, out, random);
      assertThat(Files.mismatch(in, out)).as("seed %d", seed).isEqualTo(-1);
    }
  }

  /**
   * Source and sink are reopened at what was committed last, whatever was read or written since.
   */
  private static void copy(Path in, Path out, Random random) throws Exception {
    SourceDriver<FileSourceSettings, SourceFile, FilePosition> source =
        new SourceDriver<>(new FileSource(), Settings.source(Map.of("path", in.toString())));
    SourceFile partition = source.partitions().getFirst();
    Map<String, String> sinkSettings = Map.of("path", out.toString());
    Optional<FilePosition> position = Optional.empty();
    Committed committed = new Committed(SinkTask.PARTITION, 0, Optional.empty());
    boolean ended = false;
    while (!ended) {
      try (SourceReader<FilePosition> reader = source.open(partition, position);
          SinkTask sink = SinkTask.resume(sinkSettings, committed)) {
        committed = sink.committed();
        while (!ended && random.nextInt(10) > 0) {
          CollectingOutput<FilePosition> read = CollectingOutput.fullAfter(random.nextInt(1, 200));
          ended = reader.read(read) instanceof Next.End;
          write(read, committed.nextOffset(), sink);
          if (!ended && random.nextInt(5) == 0) {
            break; // dies before the commit
          }
          sink.flush(FlushReason.INTERVAL);
          committed = sink.committed();
          if (read.lastPosition().isPresent()) {
            position = read.lastPosition();
          }
        }
      }
    }
  }

  private static void write(CollectingOutput<FilePosition> read, long offset, SinkTask sink)
      throws ConnectorException {
    List<Optional<byte[]>> values =
        read.records().stream()
            .map(record -> record.value().map(value -> ((Value.Bytes) value).bytes()))
            .toList();
    assertThat(sink.write(offset, values)).isEmpty();
  }

  private static byte[] randomLines(Random random) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < LINES; i++) {
      switch (random.nextInt(100)) {
        case 0 -> lines.writeBytes(randomBytes(random, random.nextInt(600_000)));
        case 1, 2, 3 -> lines.writeBytes(randomBytes(random, random.nextInt(20_000)));
        default -> {
          for (int k = random.nextInt(8); k > 0; k--) {
            String text = TEXTS.get(random.nextInt(TEXTS.size()));
            lines.writeBytes(text.getBytes(StandardCharsets.UTF_8));
          }
        }
      }
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] = bytes[i] == '\n' ? (byte) 'n' : bytes[i];
    }
    return bytes;
  }
}
