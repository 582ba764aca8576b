package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel saw of an append: written, forced, and only then answered. */
class ForcingBeforeAnsweringTest {

  private static final String ANSWER = "answered";

  @TempDir Path directory;

  /** Appends once and says so. */
  static final class Appending {
    public static void main(String[] arguments) throws IOException {
      Path data = Path.of(arguments[0]);
      try (Partitions partitions = FilePartitions.open(data, StorageSettings.defaults())) {
        PartitionLog log = partitions.create(new TopicPartition("orders", 0), new UUID(1, 1));
        Batches.store(log, Batches.of("a"));
        System.out.println(ANSWER);
      }
    }
  }

  @Test
  void systemCallsComeInThatOrder() throws Exception {
    assumeTrue(canTrace(), "strace is not there or may not trace: apt-get install strace");
    Path trace = directory.resolve("trace");

    int exitCode =
        run(
            "strace",
            "-f",
            "-y",
            "-e",
            "trace=pwrite64,fdatasync,fsync,write",
            "-o",
            trace.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Appending.class.getName(),
            directory.resolve("data").toString());

    assertThat(exitCode).isZero();
    List<String> calls = Files.readAllLines(trace);
    int written = indexOf(calls, 0, "pwrite64(", "orders-0/00000000000000000000.log");
    int forced = indexOf(calls, written, "fdatasync(", "orders-0/00000000000000000000.log");
    int folderForced = indexOf(calls, written, "fsync(", "/orders-0>");
    int answered = indexOf(calls, 0, "write(1<", ANSWER);
    assertThat(written).isNotNegative();
    assertThat(forced).isBetween(written, answered);
    assertThat(folderForced).isBetween(written, answered);
  }

  private static int indexOf(List<String> calls, int from, String call, String part) {
    for (int i = Math.max(0, from); i < calls.size(); i++) {
      if (calls.get(i).contains(call) && calls.get(i).contains(part)) {
        return i;
      }
    }
    return -1;
  }

  private boolean canTrace() throws InterruptedException {
    try {
      return run("strace", "-o", directory.resolve("probe").toString(), "true") == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start()
        .waitFor();
  }
}
