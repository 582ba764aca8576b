package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel was asked for, and in which order. */
class FlushingBeforeAnsweringIT {

  /** In every record, so that its write can be told from others. */
  private static final String MARK = "flush-me-before-you-answer";

  @TempDir private Path directory;

  @Test
  void anAcksAllProduceIsAnsweredAfterTheFlush() throws Exception {
    Assumptions.assumeTrue(straceWorks(), "strace is not here, or may not trace");
    Path trace = directory.resolve("trace.txt");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-qq",
            "-s",
            "4096",
            "-o",
            trace.toString(),
            "-e",
            "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync,msync");

    // Given a node that is traced, and a topic
    try (Headrace node =
        Headrace.start(
            directory, strace, "run", "--kafka", "127.0.0.1:0", "--rest", "127.0.0.1:0")) {
      node.awaitStarted();

      // When a record is produced with acks=all
      produce(node.kafka());
      stopTraced(node);
    }

    // Then after its write comes a flush, and the answer after that
    List<String> calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    int written = indexAfter(-1, "p?writev?(64)?\\(.*" + MARK, calls);
    int flushed = indexAfter(written, "f(data)?sync.*= 0|msync.*= 0", calls);
    assertThat(written).as("the write of the record").isNotNegative();
    assertThat(flushed).as("a flush after it").isGreaterThan(written);
    assertThat(answersBetween(written, flushed, calls))
        .as("nothing is sent to a client between write and flush")
        .isEmpty();
  }

  /** The process that was started is strace, which ends with the node. */
  private static void stopTraced(Headrace node) throws IOException, InterruptedException {
    String pid = node.nodeFile().path("pid").asText();
    new ProcessBuilder("kill", "-TERM", pid).start().waitFor();
    node.exitCode();
  }

  private static void produce(String kafka) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka, "acks", "all", "enable.metrics.push", false);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("traced", "first")).get();
      producer.send(new ProducerRecord<>("traced", MARK)).get();
    }
  }

  private static int indexAfter(int start, String pattern, List<String> calls) {
    Pattern wanted = Pattern.compile(pattern);
    for (int index = start + 1; index < calls.size(); index++) {
      if (wanted.matcher(calls.get(index)).find()) {
        return index;
      }
    }
    return -1;
  }

  /** Answers on sockets; what threads wake each other with is eight bytes or one. */
  private static List<String> answersBetween(int from, int to, List<String> calls) {
    Pattern wake = Pattern.compile("= [18]$");
    return calls.subList(from + 1, to).stream()
        .filter(call -> call.matches(".*\\b(write|writev|sendto|sendmsg)\\(.*"))
        .filter(call -> !wake.matcher(call).find())
        .toList();
  }

  private static boolean straceWorks() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
