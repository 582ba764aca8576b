package dev.headrace.connectors.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A PostgreSQL server for tests, which trusts everybody on loopback: a container where a Docker
 * daemon answers on this machine, else a process of its own. {@code -Dheadrace.postgres=embedded}
 * or {@code docker} says which. The daemon is looked for by its socket first, so that nothing is
 * waited for, and nothing logged, where there is none.
 *
 * @param port where it listens
 */
record PostgresServer(int port, AutoCloseable running) implements AutoCloseable {

  private static final String IMAGE = "postgres:15-alpine";
  private static final int PORT_INSIDE = 5432;

  /** What tests need beyond the usual. */
  private static final List<String> CONFIG =
      List.of("max_prepared_transactions=10", "wal_level=logical", "max_connections=300");

  /** How a server is run. */
  enum Kind {
    EMBEDDED,
    DOCKER;

    /**
     * The one that is wanted; where nothing is, the one that there is.
     *
     * @param docker asked only where it matters
     */
    static Kind of(Optional<String> wanted, BooleanSupplier docker) {
      return switch (wanted.orElse("")) {
        case "" -> docker.getAsBoolean() ? DOCKER : EMBEDDED;
        case "embedded" -> EMBEDDED;
        case "docker" -> DOCKER;
        default ->
            throw new IllegalArgumentException(
                "headrace.postgres is \"" + wanted.get() + "\"; set it to embedded or docker");
      };
    }
  }

  static PostgresServer start() throws IOException {
    Optional<String> wanted = Optional.ofNullable(System.getProperty("headrace.postgres"));
    return switch (Kind.of(wanted, PostgresServer::dockerAnswers)) {
      case EMBEDDED -> embedded();
      case DOCKER -> container();
    };
  }

  private static boolean dockerAnswers() {
    String runtime = Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/run");
    return Stream.of("/var/run/docker.sock", runtime + "/docker.sock")
            .map(Path::of)
            .anyMatch(Files::isWritable)
        && DockerClientFactory.instance().isDockerAvailable();
  }

  private static PostgresServer embedded() throws IOException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    for (String setting : CONFIG) {
      String[] keyAndValue = setting.split("=", 2);
      builder.setServerConfig(keyAndValue[0], keyAndValue[1]);
    }
    EmbeddedPostgres server = builder.start();
    return new PostgresServer(server.getPort(), server);
  }

  private static PostgresServer container() {
    String[] command =
        Stream.concat(Stream.of("postgres"), CONFIG.stream().flatMap(it -> Stream.of("-c", it)))
            .toArray(String[]::new);
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
            .withCommand(command)
            .withExposedPorts(PORT_INSIDE)
            // The first time is that of the server that makes the databases.
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\s", 2));
    container.start();
    return new PostgresServer(container.getMappedPort(PORT_INSIDE), container);
  }

  @Override
  public void close() throws Exception {
    running.close();
  }
}
