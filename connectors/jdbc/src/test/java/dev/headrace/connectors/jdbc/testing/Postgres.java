package dev.headrace.connectors.jdbc.testing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own in a real PostgreSQL server, which runs once per JVM and ends with it: in a
 * container where a Docker daemon answers, else embedded ({@link PostgresServer}). Closing drops
 * the database, whoever is connected.
 *
 * @param name the name of the database
 * @param port where the server listens on loopback
 */
public record Postgres(String name, int port) implements AutoCloseable {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** The one server; initialised when it is first needed. */
  private static final class Server {

    static final PostgresServer RUNNING = start();

    private static PostgresServer start() {
      try {
        PostgresServer server = PostgresServer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-postgres"));
        return server;
      } catch (IOException failure) {
        throw new IllegalStateException("PostgreSQL did not start", failure);
      }
    }

    private static void stop(PostgresServer server) {
      try {
        server.close();
      } catch (Exception failure) {
        System.err.println("PostgreSQL did not stop: " + failure);
      }
    }
  }

  /** A new, empty database. */
  public static Postgres create() throws SQLException {
    int port = Server.RUNNING.port();
    String name = "test_" + DATABASES.incrementAndGet();
    new Postgres("postgres", port).execute("CREATE DATABASE " + name);
    return new Postgres(name, port);
  }

  public String url() {
    return "jdbc:postgresql://localhost:" + port + "/" + name;
  }

  /** The settings that say where it is. */
  public Map<String, String> settings() {
    return Map.of("url", url(), "user", "postgres");
  }

  /** A connection beside those of a connector; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "");
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, columns as text parted by {@code |}. */
  public List<String> rows(String query) throws SQLException {
    try (Connection connection = connect()) {
      return rows(connection, query);
    }
  }

  static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(result.getString(i));
        }
        rows.add(String.join("|", columns.stream().map(String::valueOf).toList()));
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    new Postgres("postgres", port).execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }
}
