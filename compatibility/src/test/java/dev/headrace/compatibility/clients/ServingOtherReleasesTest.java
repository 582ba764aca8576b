package dev.headrace.compatibility.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last clients of Kafka 3 can do here all that they can. */
final class ServingOtherReleasesTest {

  private static final Path JARS = Path.of(System.getProperty("headrace.old.clients"));

  @TempDir Path directory;

  @Test
  void theClientsOfKafka3() throws Exception {
    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory.resolve("data")))) {
      InetSocketAddress address =
          engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).address();
      Path out = directory.resolve("out.txt");

      Process client = start("127.0.0.1:" + address.getPort(), out);
      try {
        assertThat(client.waitFor(120, TimeUnit.SECONDS)).as(Files.readString(out)).isTrue();
      } finally {
        client.destroyForcibly();
      }

      String told = Files.readString(out);
      assertThat(client.exitValue()).as(told).isZero();
      assertThat(told.lines().filter(line -> line.startsWith("version")).toList())
          .allMatch(version -> version.startsWith("version 3."))
          .hasSize(1);
      assertThat(told.lines().filter(line -> line.startsWith("done"))).hasSize(21);
    }
  }

  private static Process start(String bootstrapServers, Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            ClientMain.class.getName(),
            bootstrapServers)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
  }

  /** The one of this process, with the other clients in place of its own. */
  private static String classPath() throws IOException {
    List<String> old;
    try (Stream<Path> jars = Files.list(JARS)) {
      old = jars.map(Path::toString).toList();
    }
    return Stream.concat(
            old.stream(),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("kafka")))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
