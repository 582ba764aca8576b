package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The databases that connectors are at work on: all readers of a connector share one, which is
 * opened for the first and closed after the last. May be used from any thread.
 */
final class Databases {

  /** So many connections are left for questions while all others are in the middle of a scan. */
  private static final int FOR_QUESTIONS = 1;

  private final Map<Key, Shared> open = new HashMap<>();

  private record Key(String connector, JdbcSourceSettings settings) {}

  private static final class Shared {
    final Database database;
    final Semaphore scans;
    final Set<Integer> scanning = ConcurrentHashMap.newKeySet();
    volatile Optional<Targets> targets = Optional.empty();
    int users;

    Shared(Database database, int scans) {
      this.database = database;
      this.scans = new Semaphore(scans);
    }
  }

  /** The use of a database; closing it more than once does nothing more. */
  final class Lease implements AutoCloseable {

    private final Key key;
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(Key key, Shared shared) {
      this.key = key;
      this.shared = shared;
    }

    Database database() {
      return shared.database;
    }

    /** Permits for scans, so that there are connections left for questions. */
    Semaphore scans() {
      return shared.scans;
    }

    /** The process ids of the server's sessions that are in the middle of a scan. */
    Set<Integer> scanning() {
      return shared.scanning;
    }

    /** What was found when tables were looked for last; empty before. */
    Optional<Targets> targets() {
      return shared.targets;
    }

    void found(Targets targets) {
      shared.targets = Optional.of(targets);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        giveBack(key, shared);
      }
    }
  }

  synchronized Lease lease(String connector, JdbcSourceSettings settings)
      throws ConnectorException {
    Key key = new Key(connector, settings);
    Shared shared = open.get(key);
    if (shared == null) {
      Database database = Database.open(settings.connection(), connector, settings.connections());
      shared = new Shared(database, settings.connections() - FOR_QUESTIONS);
      open.put(key, shared);
    }
    shared.users++;
    return new Lease(key, shared);
  }

  private synchronized void giveBack(Key key, Shared shared) {
    shared.users--;
    if (shared.users == 0) {
      open.remove(key);
      shared.database.close();
    }
  }
}
