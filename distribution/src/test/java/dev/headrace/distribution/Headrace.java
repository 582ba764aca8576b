package dev.headrace.distribution;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code bin/headrace}, running or ended, in a working directory of its own. */
public final class Headrace implements AutoCloseable {

  public static final Path HOME = Path.of(System.getProperty("headrace.home"));

  /** Generous, since a build machine may be busy; no test waits that long when all is well. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final Path directory;
  private final Path out;
  private final Path err;

  private Headrace(Process process, Path directory, Path out, Path err) {
    this.process = process;
    this.directory = directory;
    this.out = out;
    this.err = err;
  }

  /** Starts a command in a directory. */
  public static Headrace start(Path directory, String... arguments) throws IOException {
    return start(directory, List.of(), arguments);
  }

  /**
   * @param before a program that is to start it, such as strace
   */
  static Headrace start(Path directory, List<String> before, String... arguments)
      throws IOException {
    return start(HOME, directory, before, arguments);
  }

  /**
   * @param home the checkout or release whose {@code bin/headrace} is started
   */
  static Headrace start(Path home, Path directory, List<String> before, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(home.resolve("bin/headrace").toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HEADRACE_JAVA", System.getProperty("java.home"));
    builder.environment().put("HEADRACE_NO_BUILD", "yes");
    builder.environment().put("HEADRACE_NO_AOT", "yes");
    return new Headrace(builder.start(), directory, out, err);
  }

  /** Starts a node on free ports and waits until it is up. */
  public static Headrace node(Path directory, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--kafka", "127.0.0.1:0", "--rest", "127.0.0.1:0"));
    Headrace node = start(directory, all.toArray(String[]::new));
    node.awaitStarted();
    return node;
  }

  public void awaitStarted() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> output().contains("REST   http") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("it ended: " + output() + errors());
    }
  }

  /** Waits for its end and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it goes on: " + output() + errors());
    }
    return process.exitValue();
  }

  public String output() {
    return read(out);
  }

  public String errors() {
    return read(err);
  }

  /** What its node.json says. */
  JsonNode nodeFile() throws IOException {
    return JSON.readTree(Files.readAllBytes(directory.resolve("data/node.json")));
  }

  /** Where it serves Kafka clients. */
  public String kafka() throws IOException {
    return nodeFile().path("kafka").asText();
  }

  /** Asks REST. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(rest(path)).build());
  }

  /** Sends JSON to REST. */
  HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(rest(path))
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .header("Content-Type", "application/json")
            .build());
  }

  private URI rest(String path) throws IOException {
    return URI.create("http://" + nodeFile().path("rest").asText() + path);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal by name, as Ctrl-C and service managers do. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Stops it in order and expects that to go well. */
  public void stop() throws IOException, InterruptedException {
    signal("TERM");
    int code = exitCode();
    if (code != 0) {
      throw new AssertionError("exit code " + code + ": " + output() + errors());
    }
  }

  /** Kills it, as the kernel does when memory runs out. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
