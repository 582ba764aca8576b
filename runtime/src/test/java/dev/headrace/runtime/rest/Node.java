package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.TopicSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A REST server over {@link FakeConnectors}, and a client that may send any header. */
final class Node implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final FakeConnectors connectors = new FakeConnectors();
  private final MemoryLog log = new MemoryLog();
  private final TopicSchemas schemas = new TopicSchemas(log, InstantSource.system());
  private final FakeBackups backups = new FakeBackups();
  private final RestServer server;
  private volatile List<Reason> troubles = List.of();

  Node() throws IOException {
    server =
        RestServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "cluster-1",
            connectors,
            () -> List.of(plugin()),
            schemas,
            backups,
            () -> troubles);
  }

  /** What is wrong with the log from now on. */
  void troubles(Reason... now) {
    troubles = List.of(now);
  }

  FakeConnectors connectors() {
    return connectors;
  }

  /** What is behind {@code /topics}. */
  TopicSchemas schemas() {
    return schemas;
  }

  /** What is behind {@code /backup}. */
  FakeBackups backups() {
    return backups;
  }

  MemoryLog log() {
    return log;
  }

  record Reply(int status, String head, JsonNode body) {}

  Reply get(String path) throws IOException {
    return send("GET", path, "Host: localhost", "");
  }

  Reply sendJson(String method, String path, String json) throws IOException {
    return send(method, path, "Host: localhost\r\nContent-Type: application/json", json);
  }

  /** Sends exactly these headers, and the length of the body. */
  Reply send(String method, String path, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, headers, bytes.length);
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static Reply parse(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    String body = text.substring(end + 4);
    return new Reply(
        Integer.parseInt(text.substring(9, 12)),
        text.substring(0, end),
        body.isBlank() ? NullNode.getInstance() : JSON.readTree(body));
  }

  private static PluginCatalogue.Entry plugin() {
    return new PluginCatalogue.Entry(
        "file-source",
        Kind.SOURCE,
        "1",
        "Reads files.",
        List.of(
            setting("path", Setting.Type.PATH, true),
            setting("login", Setting.Type.SECRET, false)));
  }

  private static Setting setting(String key, Setting.Type type, boolean required) {
    return new Setting(
        key,
        type,
        Optional.empty(),
        required,
        "What it does.",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
