package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.InterruptWatch;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the partitions of one task through one connection: each batch into the open transaction,
 * which a flush commits together with the positions. By one thread at a time.
 */
final class JdbcSinkWriter implements SinkWriter {

  private static final Logger log = LoggerFactory.getLogger(JdbcSinkWriter.class);

  private final Database database;
  private final Connection connection;
  private final Transaction transaction;
  private final Positions positions;
  private final Map<TopicPartition, Standing> standings;
  private final TopicTable.Setup setup;
  private final Fields fields;
  private final Map<String, TopicTable> tables = new HashMap<>();

  private JdbcSinkWriter(
      Database database,
      Transaction transaction,
      Positions positions,
      Map<TopicPartition, Standing> standings,
      TopicTable.Setup setup) {
    this.database = database;
    this.connection = setup.connection();
    this.transaction = transaction;
    this.positions = positions;
    this.standings = standings;
    this.setup = setup;
    this.fields = new Fields(setup.settings().keyFrom());
  }

  /** Closes {@code database} when it is closed, but not when this method throws. */
  static JdbcSinkWriter open(
      Database database,
      Target target,
      JdbcSinkSettings settings,
      List<Committed> committed,
      SinkContext context)
      throws ConnectorException {
    Connection connection = database.connection();
    try (InterruptWatch.Guard _ = database.interruptible(connection)) {
      target.opened(connection, settings);
      NameRules names = NameRules.of(connection);
      for (Committed place : committed) {
        requireName(names, settings.tables().forTopic(place.partition().topic()));
      }
      Transaction transaction = new Transaction(connection, target);
      Positions positions = Positions.open(connection, target, settings, context.connectorName());
      Map<Place, Committed> places = new LinkedHashMap<>();
      for (Committed place : committed) {
        UUID topicId = context.topicId(place.partition().topic());
        places.put(new Place(place.partition(), topicId), place);
      }
      Map<TopicPartition, Standing> standings = new Claims(positions, connection).claim(places);
      transaction.commit();
      Evolution evolution =
          new Evolution(target, settings.createTables(), settings.schemaChanges());
      return new JdbcSinkWriter(
          database,
          transaction,
          positions,
          standings,
          new TopicTable.Setup(connection, target, settings, names, evolution, new Numbers()));
    } catch (SQLException failure) {
      database.discard(connection);
      throw WriteFailure.of(failure);
    } catch (ConnectorException | RuntimeException | Error failure) {
      database.discard(connection);
      throw failure;
    }
  }

  private static void requireName(NameRules names, TableName table) throws ConnectorException {
    Optional<Reason> problem = names.problem(table);
    if (problem.isPresent()) {
      throw ConnectorException.wrongConfiguration(problem.get());
    }
  }

  @Override
  public List<Refused> write(SinkBatch batch) throws ConnectorException {
    try (InterruptWatch.Guard _ = database.interruptible(connection)) {
      Standing standing = standings.get(batch.partition());
      TopicTable table =
          tables.computeIfAbsent(
              batch.partition().topic(),
              topic -> new TopicTable(setup.settings().tables().forTopic(topic), setup));
      return new Delivery(setup.settings(), transaction, standing, table, this::commit)
          .take(batch, fields);
    } catch (SQLException failure) {
      throw WriteFailure.of(failure);
    }
  }

  @Override
  public void passOver(TopicPartition partition, long offset) {
    Standing standing = standings.get(partition);
    standing.given(offset);
    standing.took(offset);
  }

  @Override
  public List<Committed> flush(FlushReason why) throws ConnectorException {
    try (InterruptWatch.Guard _ = database.interruptible(connection)) {
      commit();
    } catch (SQLException failure) {
      throw WriteFailure.of(failure);
    }
    return standings.values().stream().map(Standing::flushed).toList();
  }

  /**
   * Commits rows and positions. When the connection is lost before the answer comes, nobody knows
   * whether they were: the next one to open the sink reads it off the position.
   */
  private void commit() throws SQLException, ConnectorException {
    List<Standing> changed = standings.values().stream().filter(Standing::hasChanged).toList();
    if (changed.isEmpty()) {
      return;
    }
    if (!positions.advance(connection, changed)) {
      transaction.rollback();
      throw ConnectorException.transientFailure(
          new Reason(
              "jdbc.fenced",
              "Another writer of connector "
                  + positions.connector()
                  + " has taken this task's partitions over; nothing of this one was committed.",
              "Nothing, when the task was just moved or restarted; else look for a second process"
                  + " with the same data directory or group."),
          new IllegalStateException("the position has another owner"));
    }
    transaction.commit();
    changed.forEach(Standing::becameDurable);
  }

  @Override
  public void close() {
    if (transaction.isIdle()) {
      try {
        connection.close();
      } catch (SQLException gone) {
        log.debug("Closing a connection failed", gone);
      }
    } else {
      database.discard(connection);
    }
    database.close();
  }
}
