package dev.headrace.distribution;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A PostgreSQL server for the examples, which trusts everybody on loopback: a container where a
 * Docker daemon answers, else a process of its own; {@code -Dheadrace.postgres=embedded} or {@code
 * docker} says which.
 *
 * @param port where it listens
 */
record ExamplePostgres(int port, AutoCloseable running) implements AutoCloseable {

  private static final String IMAGE = "postgres:15-alpine";
  private static final int PORT_INSIDE = 5432;
  private static final Path DOCKER = Path.of("/var/run/docker.sock");

  static ExamplePostgres start() throws IOException {
    return switch (System.getProperty("headrace.postgres", "")) {
      case "docker" -> container();
      case "embedded" -> embedded();
      default -> isDockerThere() ? container() : embedded();
    };
  }

  /** The socket is looked for first, so that nothing is waited for where there is none. */
  private static boolean isDockerThere() {
    return Files.isWritable(DOCKER) && DockerClientFactory.instance().isDockerAvailable();
  }

  private static ExamplePostgres embedded() throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    return new ExamplePostgres(server.getPort(), server);
  }

  private static ExamplePostgres container() {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
            .withExposedPorts(PORT_INSIDE)
            // The first time is that of the server that makes the databases.
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\s", 2));
    container.start();
    return new ExamplePostgres(container.getMappedPort(PORT_INSIDE), container);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  @Override
  public void close() throws Exception {
    running.close();
  }
}
