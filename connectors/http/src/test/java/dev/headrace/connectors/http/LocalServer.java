package dev.headrace.connectors.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that answers as a test says, and remembers what it was asked. */
public final class LocalServer implements AutoCloseable {

  /** A request as it came. */
  public record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {

    /** A query parameter, decoded. */
    public Optional<String> parameter(String name) {
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      return Arrays.stream(query.split("&"))
          .map(pair -> pair.split("=", 2))
          .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(name))
          .map(pair -> decoded(pair[1]))
          .findFirst();
    }

    public Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst();
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** What is answered. */
  public record Reply(int status, Map<String, String> headers, byte[] body) {

    public static Reply ok(String body) {
      return of(200, body);
    }

    public static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    public Reply with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Reply(status, more, body);
    }
  }

  /** Decides on an answer. */
  @FunctionalInterface
  public interface Handler {
    Reply reply(Request request) throws Exception;
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public LocalServer(Handler handler) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("server").factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, handler));
    server.start();
  }

  /** The URL of a path that begins with a slash. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What was asked so far, in the order of arrival. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              Map.copyOf(exchange.getRequestHeaders()),
              exchange.getRequestBody().readAllBytes());
      requests.add(request);
      Reply reply = reply(handler, request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      boolean bodiless = reply.status() == 204 || reply.status() == 304;
      exchange.sendResponseHeaders(
          reply.status(), bodiless || reply.body().length == 0 ? -1 : reply.body().length);
      if (!bodiless) {
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  private static Reply reply(Handler handler, Request request) {
    try {
      return handler.reply(request);
    } catch (Exception failure) {
      return Reply.of(599, "the test failed: " + failure);
    }
  }
}
