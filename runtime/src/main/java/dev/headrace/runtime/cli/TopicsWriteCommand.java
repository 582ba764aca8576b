package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace topics write}. */
@Command(
    name = "write",
    description = "Writes each line of a file, or of the standard input, as a record.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  headrace topics write orders orders.jsonl",
      "  echo '{\"id\": 7}' | headrace topics write orders",
      "  echo 'seven={\"id\": 7}' | headrace topics write orders --key-separator ="
    })
final class TopicsWriteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeAddress address;

  @Parameters(
      index = "0",
      paramLabel = "TOPIC",
      description = "Its name; it is made when the node makes topics by itself.")
  private String topic = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where the lines are (default: the standard input).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--key-separator",
      paramLabel = "TEXT",
      description = "What stands between key and value in a line; without it there are no keys.")
  private Optional<String> keySeparator = Optional.empty();

  @Option(names = "--partition", paramLabel = "N", description = "Only to this one.")
  private Optional<Integer> partition = Optional.empty();

  private final AtomicLong written = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  @Override
  public Integer call() {
    KafkaNode node = new KafkaNode(address.bootstrapServers());
    try (Producer<byte[], byte[]> producer = node.producer()) {
      write(producer);
      producer.flush();
    } catch (KafkaException failed) {
      throw node.failure(failed, topic);
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw node.failure(failed, topic);
    }
    spec.commandLine().getOut().println("wrote " + written.get() + " records to " + topic);
    return ExitCode.DONE.code();
  }

  private void write(Producer<byte[], byte[]> producer) {
    try (InputStream lines = open()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = lines.read();
      while (next >= 0 && failure.get() == null) {
        if (next == '\n') {
          send(producer, line);
        } else {
          line.write(next);
        }
        next = lines.read();
      }
      if (line.size() > 0) {
        send(producer, line);
      }
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.WRONG_USAGE,
          new Reason(
              "file.unreadable",
              "%s cannot be read: %s."
                  .formatted(
                      file.map(Path::toString).orElse("the standard input"),
                      unreadable.getMessage()),
              "Name a file that exists and may be read."),
          unreadable);
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(file.isPresent() ? Files.newInputStream(file.get()) : System.in);
  }

  private void send(Producer<byte[], byte[]> producer, ByteArrayOutputStream collected) {
    byte[] line = collected.toByteArray();
    collected.reset();
    int end = keySeparator.map(separator -> indexOf(line, bytes(separator))).orElse(-1);
    byte[] key = end < 0 ? null : Arrays.copyOf(line, end);
    byte[] value =
        end < 0
            ? line
            : Arrays.copyOfRange(line, end + bytes(keySeparator.orElseThrow()).length, line.length);
    producer.send(
        new ProducerRecord<>(topic, partition.orElse(null), key, value),
        (_, failed) -> {
          if (failed == null) {
            written.incrementAndGet();
          } else {
            failure.compareAndSet(null, failed);
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Where the first {@code wanted} begins; -1 for nowhere. */
  private static int indexOf(byte[] line, byte[] wanted) {
    for (int i = 0; i + wanted.length <= line.length; i++) {
      if (Arrays.equals(line, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
