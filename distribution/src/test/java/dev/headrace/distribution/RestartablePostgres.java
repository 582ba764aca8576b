package dev.headrace.distribution;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL server that keeps its data and its port over restarts. One thread. */
final class RestartablePostgres implements AutoCloseable {

  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  /** Starts a server whose data is in {@code folder}. */
  RestartablePostgres(Path folder) throws IOException {
    this.data = folder.resolve("postgres");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    }
    this.running = start();
  }

  int port() {
    return port;
  }

  /** Ends it as {@code pg_ctl stop -m fast} does: open transactions are rolled back. */
  void restart() throws IOException {
    running.close();
    running = start();
  }

  /** Ends it as {@code pg_ctl stop -m immediate} does: it comes back by crash recovery. */
  void restartImmediately() throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    await()
        .atMost(Headrace.PATIENCE)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    restart();
  }

  /** With its usual setting, so that a crash loses nothing that was committed. */
  private EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
