package dev.headrace.runtime.cli;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.StartFailure;
import dev.headrace.runtime.Worker;
import dev.headrace.runtime.config.NodeSettings;
import dev.headrace.runtime.config.NodeSettingsSource;
import dev.headrace.runtime.config.NodeSettingsSource.Loaded;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.plugin.Plugins;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code headrace rehearse}: does what a node does, in a folder of its own, so that the JVM can
 * write down which classes that needs and which methods are hot. {@code bin/headrace} calls it once
 * after each build.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Runs a small node for the JVM's cache of prepared classes.",
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

  private static final long LONGEST_SECONDS = 30;

  @Parameters(paramLabel = "DIR", description = "A folder to work in.")
  private Path folder = Path.of(".");

  @Option(names = "--lines", paramLabel = "N", description = "How many lines to move.")
  private int lines = 300_000;

  @Override
  public Integer call() throws IOException, InterruptedException, StartFailure {
    Files.createDirectories(folder);
    NodeSettings settings = settings();
    Path source = sourceFile();
    Path target = folder.resolve("target.txt");
    try (Plugins plugins = Plugins.load(getClass().getClassLoader(), settings.pluginsDir());
        Worker worker = Worker.start(settings, plugins, ReadMode.CONTINUOUS)) {
      worker.connectors().apply(connector("in", "file-source", "topic", source));
      worker.connectors().apply(connector("out", "file-sink", "topics", target));
      ask(worker.addresses().rest(), "/");
      ask(worker.addresses().rest(), "/connectors?expand=status&expand=info");
      command("topics", "list", "--kafka", worker.addresses().kafka());
      awaitSize(target, Files.size(source));
      command(
          "topics", "read", "rehearsal", "--max", "1000", "--kafka", worker.addresses().kafka());
      PrintWriter nowhere = new PrintWriter(new StringWriter());
      Banner.of("headrace", folder, worker.addresses(), worker.connectors())
          .lines()
          .forEach(nowhere::println);
      nowhere.println(Totals.of(worker.connectors()).summary());
    }
    return ExitCode.DONE.code();
  }

  private NodeSettings settings() {
    List<String> assignments =
        List.of(
            "data.dir=" + folder.resolve("data"),
            "plugins.dir=" + folder.resolve("plugins"),
            "kafka.listen=127.0.0.1:0",
            "rest.listen=127.0.0.1:0");
    return switch (NodeSettingsSource.load(Optional.empty(), assignments, List.of())) {
      case Loaded.Settings(NodeSettings settings) -> settings;
      case Loaded.Wrong wrong -> throw new IllegalStateException(wrong.problems().toString());
    };
  }

  private Path sourceFile() throws IOException {
    Path source = folder.resolve("source.txt");
    String padding = "-".repeat(80);
    try (BufferedWriter out = Files.newBufferedWriter(source)) {
      for (int line = 0; line < lines; line++) {
        out.write("line " + line + " " + padding + "\n");
      }
    }
    return source;
  }

  private static ConnectorConfig connector(String name, String type, String topicKey, Path path) {
    Map<String, String> config =
        Map.of(
            "connector.class",
            type,
            topicKey,
            "rehearsal",
            "path",
            path.toString(),
            "format",
            "lines");
    return new ConnectorConfig(name, config, new ConnectorConfig.Origin.File("rehearsal"));
  }

  private static void awaitSize(Path target, long bytes) throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!Files.exists(target) || Files.size(target) < bytes) {
      if (System.nanoTime() > giveUp) {
        throw new IOException("the rehearsal did not finish within " + LONGEST_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void ask(String rest, String path) throws IOException {
    int colon = rest.lastIndexOf(':');
    try (Socket socket =
        new Socket(rest.substring(0, colon), Integer.parseInt(rest.substring(colon + 1)))) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  private static void command(String... arguments) {
    HeadraceCommand.commandLine().setOut(new PrintWriter(new StringWriter())).execute(arguments);
  }
}
