package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The table in which sinks keep where they stand, in the same transaction as the rows. Each of its
 * rows is a partition of a topic, known by the topic's id, and names the one writer that may move
 * it. Immutable; a connection is used by one thread at a time.
 *
 * @param owner the writer, another one each time that a sink is opened
 */
record Positions(Dialect dialect, TableName table, String connector, String owner) {

  private static final String ROW = " WHERE connector = ? AND topic_id = ? AND topic_partition = ?";

  /**
   * A stored position.
   *
   * @param nextOffset the first offset that is not in the database
   * @param receipt another one for each time that the position was set anew
   * @param refused the offsets below that were refused, as {@link OffsetSet} writes them
   */
  record Stored(long nextOffset, String receipt, String refused) {}

  /** Makes the table when it is not there, and a writer of its own. */
  static Positions open(
      Connection connection, Target target, JdbcSinkSettings settings, String connector)
      throws SQLException {
    String owner = UUID.randomUUID().toString();
    Positions positions = new Positions(target.dialect(), settings.positions(), connector, owner);
    Optional<Table> table = target.catalog().find(connection, settings.positions());
    if (table.isEmpty()) {
      target.lockForChange(connection, settings.positions());
      table = target.catalog().find(connection, settings.positions());
    }
    if (table.isEmpty()) {
      try {
        Target.run(connection, positions.create());
        connection.commit();
      } catch (SQLException failure) {
        connection.rollback();
        table = target.catalog().find(connection, settings.positions());
        if (table.isEmpty()) {
          throw failure;
        }
      }
    }
    return table
        .map(found -> new Positions(target.dialect(), found.name(), connector, owner))
        .orElse(positions);
  }

  private String create() {
    return """
    CREATE TABLE %s (
      connector VARCHAR(255) NOT NULL,
      topic_id VARCHAR(36) NOT NULL,
      topic_partition INTEGER NOT NULL,
      topic VARCHAR(255) NOT NULL,
      next_offset BIGINT NOT NULL,
      owner VARCHAR(36) NOT NULL,
      receipt VARCHAR(36) NOT NULL,
      refused %s NOT NULL,
      PRIMARY KEY (connector, topic_id, topic_partition))\
    """
        .formatted(name(), dialect.type(Shape.Simple.TEXT));
  }

  /**
   * Makes this writer the owner of a partition. Waits for a commit of the one before; after that,
   * no commit of it succeeds.
   *
   * @return what is stored; empty when the partition is new here
   */
  Optional<Stored> claim(Connection connection, Place place) throws SQLException {
    String update = "UPDATE " + name() + " SET owner = ?" + ROW;
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setString(1, owner);
      set(statement, 2, place);
      if (statement.executeUpdate() == 0) {
        return Optional.empty();
      }
    }
    String select = "SELECT next_offset, receipt, refused FROM " + name() + ROW;
    try (PreparedStatement query = connection.prepareStatement(select)) {
      set(query, 1, place);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Stored(row.getLong(1), row.getString(2), row.getString(3)))
            : Optional.empty();
      }
    }
  }

  /** Stores a partition that is new here. */
  void insert(Connection connection, Place place, Stored stored) throws SQLException {
    String insert =
        "INSERT INTO "
            + name()
            + " (connector, topic_id, topic_partition, topic, next_offset, owner, receipt, refused)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      set(statement, 1, place);
      statement.setString(4, place.partition().topic());
      statement.setLong(5, stored.nextOffset());
      statement.setString(6, owner);
      statement.setString(7, stored.receipt());
      statement.setString(8, stored.refused());
      statement.executeUpdate();
    }
  }

  /** Stores a position anew, whatever it was. */
  void reset(Connection connection, Place place, Stored stored) throws SQLException {
    String update = "UPDATE " + name() + " SET next_offset = ?, receipt = ?, refused = ?" + ROW;
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, stored.nextOffset());
      statement.setString(2, stored.receipt());
      statement.setString(3, stored.refused());
      set(statement, 4, place);
      statement.executeUpdate();
    }
  }

  /**
   * Moves partitions on, as part of the open transaction.
   *
   * @return false when one has another owner: the transaction must not be committed
   */
  boolean advance(Connection connection, List<Standing> standings) throws SQLException {
    String update =
        "UPDATE " + name() + " SET next_offset = ?, refused = ?" + ROW + " AND owner = ?";
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      for (Standing standing : standings) {
        statement.setLong(1, standing.taken());
        statement.setString(2, OffsetSet.write(standing.refused()));
        set(statement, 3, standing.place());
        statement.setString(6, owner);
        statement.addBatch();
      }
      for (int changed : statement.executeBatch()) {
        if (changed != 1) {
          return false;
        }
      }
      return true;
    }
  }

  private void set(PreparedStatement statement, int from, Place place) throws SQLException {
    statement.setString(from, connector);
    statement.setString(from + 1, place.topicId().toString());
    statement.setInt(from + 2, place.partition().partition());
  }

  private String name() {
    return dialect.quote(table);
  }
}
