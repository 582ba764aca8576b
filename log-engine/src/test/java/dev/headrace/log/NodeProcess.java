package dev.headrace.log;

import dev.headrace.log.storage.DiskBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, to be killed and started again at the same address. */
public final class NodeProcess implements AutoCloseable {

  private static final String READY = "ready";
  private static final int HEAP_MEBIBYTES = 256;

  private final Path directory;
  private final int port;
  private final List<String> shell;
  private final int heapMebibytes;
  private final List<String> disk;
  private Process process;

  private NodeProcess(
      Path directory, int port, List<String> shell, int heapMebibytes, List<String> disk) {
    this.directory = directory;
    this.port = port;
    this.shell = shell;
    this.heapMebibytes = heapMebibytes;
    this.disk = disk;
  }

  /** Runs the engine until its input ends: the test is gone then. */
  public static void main(String[] args) throws Exception {
    EngineSettings settings = EngineSettings.of(Path.of(args[0]));
    if (args.length > 2) {
      settings =
          settings
              .withDisk(new DiskBudget(Long.parseLong(args[2]), OptionalLong.empty(), Set.of()))
              .withLogSegmentBytes(Integer.parseInt(args[3]));
    }
    try (LogEngine engine = LogEngine.open(settings)) {
      engine.listen(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])));
      System.out.println(READY);
      System.in.read();
    }
  }

  public static NodeProcess start(Path directory) throws IOException {
    return start(directory, List.of(), HEAP_MEBIBYTES, List.of());
  }

  /** One on a small disk. */
  static NodeProcess startOnSmallDisk(Path directory, long minFreeBytes, int segmentBytes)
      throws IOException {
    return start(
        directory,
        List.of(),
        HEAP_MEBIBYTES,
        List.of(Long.toString(minFreeBytes), Integer.toString(segmentBytes)));
  }

  /** One that may open only so many files. */
  static NodeProcess startWithFiles(Path directory, int files) throws IOException {
    return start(
        directory,
        List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh"),
        HEAP_MEBIBYTES,
        List.of());
  }

  /** One that has only so much memory for objects. */
  static NodeProcess startWithHeap(Path directory, int mebibytes) throws IOException {
    return start(directory, List.of(), mebibytes, List.of());
  }

  private static NodeProcess start(
      Path directory, List<String> shell, int heapMebibytes, List<String> disk) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    NodeProcess node = new NodeProcess(directory, port, shell, heapMebibytes, disk);
    node.restart();
    return node;
  }

  /** Starts it and waits until it serves. */
  public void restart() throws IOException {
    List<String> command = new ArrayList<>(shell);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + heapMebibytes + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            NodeProcess.class.getName(),
            directory.toString(),
            Integer.toString(port)));
    command.addAll(disk);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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

  /** How many files it has open, connections included. */
  long openFiles() throws IOException {
    try (var open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return open.count();
    }
  }

  /** How much of the processors it takes in a time. */
  Duration cpuTimeOf(Duration time) throws InterruptedException {
    Duration before = process.info().totalCpuDuration().orElseThrow();
    process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    return process.info().totalCpuDuration().orElseThrow().minus(before);
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
