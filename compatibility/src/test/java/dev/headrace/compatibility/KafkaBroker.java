package dev.headrace.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Apache Kafka as one node, in a process of its own. */
public final class KafkaBroker implements AutoCloseable {

  private final Path settings;
  private final int port;
  private Process process;

  private KafkaBroker(Path settings, int port, Process process) {
    this.settings = settings;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param directory for all that it keeps
   */
  public static KafkaBroker start(Path directory) throws IOException {
    int port = freePort();
    Path settings =
        Files.writeString(
            directory.resolve("server.properties"), settings(directory, port, freePort()));
    return new KafkaBroker(settings, port, serving(settings));
  }

  /** Starts it again after it was killed, at the same address. */
  void restart() throws IOException {
    process = serving(settings);
  }

  private static Process serving(Path settings) throws IOException {
    Path errors = settings.resolveSibling("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                settings.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals(BrokerMain.READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException(
          "Apache Kafka has ended instead of serving: " + Files.readString(errors));
    }
    Thread.ofVirtual().name("broker-output").start(() -> output.lines().forEach(_ -> {}));
    return process;
  }

  /** One copy of everything, and no wait for what does not come or has not to be done yet. */
  private static String settings(Path directory, int port, int controllerPort) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=4
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    group.consumer.assignment.interval.ms=0
    group.consumer.assignor.offload.enable=false
    transaction.abort.timed.out.transaction.cleanup.interval.ms=200
    log.cleaner.backoff.ms=100
    """
        .formatted(port, controllerPort, directory.resolve("kafka"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** As the kernel does it, without any warning. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
