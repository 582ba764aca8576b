package dev.headrace.connectors.jdbc.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Passes connections on to a server on loopback, and cuts one when it is told to. Its threads end
 * with their connections, or when it is closed.
 */
final class CuttingProxy implements AutoCloseable {

  private static final long UNLIMITED = Long.MAX_VALUE;

  private final ServerSocket listener;
  private final int target;
  private final AtomicLong mostBytes = new AtomicLong(UNLIMITED);
  private final AtomicReference<Optional<String>> lastWord =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger cuts = new AtomicInteger();

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accepts", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts the first connection whose client sends so many bytes, which are passed on. */
  void cutAfter(long bytes) {
    mostBytes.set(bytes);
  }

  /** Cuts the first connection whose client sends this; it is passed on, but no answer to it. */
  void cutBehind(String statement) {
    lastWord.set(Optional.of(statement));
  }

  /** How many connections were cut so far. */
  int cuts() {
    return cuts.get();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      start("to server", () -> toServer(client, server));
      start("to client", () -> pass(server, client));
    }
  }

  private void toServer(Socket client, Socket server) throws IOException {
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      byte[] buffer = new byte[8192];
      long passed = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        long most = mostBytes.get();
        boolean tooMany = passed + read >= most && mostBytes.compareAndSet(most, UNLIMITED);
        if (tooMany || isLastWord(buffer, read)) {
          cuts.incrementAndGet();
          client.close();
          out.write(buffer, 0, tooMany ? (int) Math.max(0, most - passed) : read);
          return;
        }
        out.write(buffer, 0, read);
        passed += read;
      }
    }
  }

  private boolean isLastWord(byte[] buffer, int read) {
    Optional<String> statement = lastWord.get();
    return statement.isPresent()
        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(statement.get())
        && lastWord.compareAndSet(statement, Optional.empty());
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread.ofPlatform()
        .daemon()
        .name("cutting-proxy " + name)
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // One end is gone, and so is the other.
              }
            });
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
