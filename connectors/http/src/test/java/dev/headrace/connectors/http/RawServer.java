package dev.headrace.connectors.http;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that sends bytes as a test says, HTTP or not. Each connection is closed when the test's
 * code comes back, and all of them when the server is.
 */
public final class RawServer implements AutoCloseable {

  /** Answers one connection. */
  @FunctionalInterface
  public interface Script {
    void run(Connection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();

  public RawServer(Script script) {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofPlatform().daemon().name("raw-server").start(() -> accept(script));
  }

  /** One connection whose request was read. */
  public final class Connection {

    private final Socket socket;
    private final BufferedReader in;
    private final String request;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      this.request = head(in);
    }

    /** The head of the request. */
    public String request() {
      return request;
    }

    /** The body of the request, whose length its head tells; bytes beyond ASCII as they are. */
    public String body() throws IOException {
      int length =
          request
              .lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.split(":")[1].strip()))
              .findFirst()
              .orElse(0);
      char[] body = new char[length];
      int read = 0;
      while (read < length) {
        int count = in.read(body, read, length - read);
        if (count < 0) {
          throw new EOFException("the body is cut");
        }
        read += count;
      }
      return new String(body);
    }

    /** Sends text as it is. */
    public void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      sent.addAndGet(bytes.length);
    }

    /** How many bytes the server has sent, on all connections. */
    public long sent() {
      return sent.get();
    }

    /** A head of status 200. */
    public void sendHead(String... headers) throws IOException {
      send("HTTP/1.1 200 OK\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    /** Waits until the server is closed. */
    public void hang() throws InterruptedException {
      closing.await();
    }

    /** Waits a moment; whether the server goes on. */
    public boolean pause() throws InterruptedException {
      return !closing.await(5, TimeUnit.MILLISECONDS);
    }
  }

  public String url(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections were accepted. */
  public int connections() {
    return connections.get();
  }

  /** How many bytes were sent. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
  }

  private void accept(Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        Thread.ofPlatform().daemon().name("raw-connection").start(() -> serve(socket, script));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Connection connection = new Connection(socket);
      if (!connection.request().isEmpty()) {
        script.run(connection);
      }
    } catch (IOException | InterruptedException theOtherSideLeft) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(BufferedReader in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }
}
