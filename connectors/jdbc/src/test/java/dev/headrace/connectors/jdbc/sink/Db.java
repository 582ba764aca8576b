package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.testing.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An empty database of its own, of one of the kinds that are known.
 *
 * @param schema the one that is dropped with it
 */
record Db(Kind kind, String url, Optional<String> schema) implements AutoCloseable {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  enum Kind {
    POSTGRESQL,
    SQLITE,
    H2
  }

  static Db create(Kind kind, Path folder) throws Exception {
    return switch (kind) {
      case POSTGRESQL -> postgresql();
      case SQLITE ->
          new Db(
              kind,
              "jdbc:sqlite:" + Files.createTempDirectory(folder, "sqlite").resolve("file.db"),
              Optional.empty());
      case H2 ->
          new Db(kind, "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", Optional.empty());
    };
  }

  /** A schema of its own, which costs less than a database. */
  static Db postgresql() throws SQLException {
    String schema = "schema_" + SCHEMAS.incrementAndGet();
    Shared.DATABASE.execute("CREATE SCHEMA " + schema);
    return new Db(
        Kind.POSTGRESQL, Shared.DATABASE.url() + "?currentSchema=" + schema, Optional.of(schema));
  }

  /** Made when it is first needed; ends with the server. */
  private static final class Shared {
    static final Postgres DATABASE = make();

    private static Postgres make() {
      try {
        return Postgres.create();
      } catch (SQLException failure) {
        throw new IllegalStateException("no database for tests", failure);
      }
    }
  }

  /** Settings of a sink, with more of them as keys and values in turns. */
  Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("url", url);
    schema.ifPresent(_ -> settings.put("user", "postgres"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** The same for one that reaches the server through another port. */
  Map<String, String> throughPort(int port) {
    Map<String, String> settings = settings();
    settings.put("url", url.replace(":" + Shared.DATABASE.port() + "/", ":" + port + "/"));
    return settings;
  }

  /** Where the PostgreSQL server listens. */
  static int port() {
    return Shared.DATABASE.port();
  }

  Connection connect() throws SQLException {
    return kind == Kind.POSTGRESQL
        ? DriverManager.getConnection(url, "postgres", "")
        : DriverManager.getConnection(url);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, columns as text parted by {@code |}. */
  List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(result.getString(i));
        }
        rows.add(columns.stream().map(String::valueOf).collect(Collectors.joining("|")));
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    if (schema.isPresent()) {
      Shared.DATABASE.execute("DROP SCHEMA " + schema.get() + " CASCADE");
    }
    if (kind == Kind.H2) {
      execute("SHUTDOWN");
    }
  }
}
