package dev.headrace.connectors.jdbc.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A database as one connector uses it: a few connections, opened when they are needed and closed
 * when they are not. May be used from any thread; its own threads are called {@code jdbc-NAME-…}.
 */
public final class Database implements AutoCloseable {

  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(30);
  private static final long LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(30);
  private static final long FIRST_ATTEMPT_MILLIS = 1;
  private static final String CONNECTING = "Connecting to the database";
  private static final Executor HERE = Runnable::run;

  private final HikariDataSource pool;
  private final DriverKind kind;
  private final InterruptWatch watch;

  private Database(HikariDataSource pool, DriverKind kind, String name) {
    this.pool = pool;
    this.kind = kind;
    this.watch = new InterruptWatch("jdbc-" + name + "-watch");
  }

  /**
   * Connects once, so that wrong settings are told at once.
   *
   * @param name of the connector, for threads and for the server's list of sessions
   * @param connections how many there may be at a time; at least 1
   */
  public static Database open(ConnectionSettings settings, String name, int connections)
      throws ConnectorException {
    SqliteFolder.make(settings.url());
    TlsFiles.check(settings);
    HikariConfig config = new HikariConfig();
    config.setDataSource(
        new DriverDataSource(
            Drivers.taking(settings.url()),
            settings.url(),
            ConnectionProperties.of(settings, "headrace " + name)));
    config.setPoolName("jdbc-" + name);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setValidationTimeout(Math.min(5_000, settings.connectTimeout().toMillis()));
    config.setIdleTimeout(IDLE_MILLIS);
    config.setMaxLifetime(LIFETIME_MILLIS);
    config.setInitializationFailTimeout(FIRST_ATTEMPT_MILLIS);
    config.setThreadFactory(
        Thread.ofPlatform().daemon().name("jdbc-" + name + "-pool-", 0).factory());
    try {
      return new Database(new HikariDataSource(config), settings.kind(), name);
    } catch (HikariPool.PoolInitializationException failure) {
      throw connecting(settings, cause(failure));
    }
  }

  /** A server that does not take a certificate ends the connection, and says no more. */
  private static ConnectorException connecting(ConnectionSettings settings, SQLException failure) {
    ConnectorException why = SqlFailure.reading(CONNECTING, failure);
    if (why.kind() != ConnectorException.Kind.TRANSIENT || settings.sslcert().isEmpty()) {
      return why;
    }
    Reason reason = why.reason();
    return ConnectorException.transientFailure(
        new Reason(
            reason.code(),
            reason.what(),
            reason.next() + " If it does, see in its log whether it takes the `sslcert`."),
        failure);
  }

  /** Which driver it is. */
  public DriverKind kind() {
    return kind;
  }

  /** A connection that commits each statement by itself; closing it gives it back. */
  public Connection connection() throws ConnectorException {
    try {
      return pool.getConnection();
    } catch (SQLException failure) {
      throw SqlFailure.reading(CONNECTING, failure);
    }
  }

  /**
   * Asks something small, such as what the catalog knows, on a connection of its own.
   *
   * @param doing what is tried, as it begins the sentence "… failed"
   */
  public <T> T ask(String doing, HandleCallback<T, SQLException> question)
      throws ConnectorException {
    try (Connection connection = connection();
        Handle handle = Jdbi.open(connection);
        var _ = interruptible(connection)) {
      return question.withHandle(handle);
    } catch (JdbiException failure) {
      throw SqlFailure.reading(doing, cause(failure));
    } catch (SQLException failure) {
      throw SqlFailure.reading(doing, failure);
    }
  }

  /**
   * While the result is open, an interrupt of this thread cuts {@code connection}: drivers wait for
   * the network without listening to interrupts.
   */
  public InterruptWatch.Guard interruptible(Connection connection) {
    return watch.guard(connection);
  }

  /** Closes a connection that is in the middle of something; no other user gets it again. */
  public void discard(Connection connection) {
    try {
      connection.unwrap(Connection.class).abort(HERE);
    } catch (SQLException alreadyGone) {
      // What is gone need not be closed.
    }
    pool.evictConnection(connection);
  }

  @Override
  public void close() {
    watch.close();
    pool.close();
  }

  private static SQLException cause(RuntimeException failure) {
    return failure.getCause() instanceof SQLException cause
        ? cause
        : new SQLException(failure.getMessage(), failure);
  }
}
