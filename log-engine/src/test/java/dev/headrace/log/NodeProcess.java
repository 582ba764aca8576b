package dev.headrace.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An engine in a process of its own, to be killed and started again at the same address. */
public final class NodeProcess implements AutoCloseable {

  private static final String READY = "ready";

  private final Path directory;
  private final int port;
  private Process process;

  private NodeProcess(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Runs the engine until its input ends: the test is gone then. */
  public static void main(String[] args) throws Exception {
    try (LogEngine engine = LogEngine.open(EngineSettings.of(Path.of(args[0])))) {
      engine.listen(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])));
      System.out.println(READY);
      System.in.read();
    }
  }

  public static NodeProcess start(Path directory) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    NodeProcess node = new NodeProcess(directory, port);
    node.restart();
    return node;
  }

  /** Starts it and waits until it serves. */
  public void restart() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                directory.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the node has ended instead of serving");
    }
    Thread.ofVirtual().name("node-output").start(() -> output.lines().forEach(_ -> {}));
  }

  /** As the kernel does it, without any warning. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it where it is, as a hypervisor does it. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on as if nothing had been. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("no signal " + name + " for the process " + process.pid());
    }
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
