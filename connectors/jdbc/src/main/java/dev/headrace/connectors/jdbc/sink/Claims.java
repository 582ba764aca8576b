package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.TopicPartition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the partitions of a task up where they stand. Between the position in the database and the
 * one that the runtime has committed, the receipt decides: when both carry the same one, the
 * database is right, which is at most ahead. Otherwise somebody set the offsets anew, or it is
 * another database, and the runtime is right.
 */
final class Claims {

  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  private final Positions positions;
  private final Connection connection;

  Claims(Positions positions, Connection connection) {
    this.positions = positions;
    this.connection = connection;
  }

  /** Claims all, in one transaction, which the caller commits. */
  Map<TopicPartition, Standing> claim(Map<Place, Committed> committed)
      throws SQLException, ConnectorException {
    // In one order, so that two writers that claim the same partitions cannot be in a deadlock.
    List<Place> places =
        committed.keySet().stream()
            .sorted(
                Comparator.comparing(Place::topicId)
                    .thenComparingInt(place -> place.partition().partition()))
            .toList();
    Map<TopicPartition, Standing> standings = new LinkedHashMap<>();
    for (Place place : places) {
      standings.put(place.partition(), claim(place, committed.get(place)));
    }
    return standings;
  }

  private Standing claim(Place place, Committed committed) throws SQLException, ConnectorException {
    Optional<Positions.Stored> stored = positions.claim(connection, place);
    if (stored.isPresent() && committed.receipt().equals(stored.map(Positions.Stored::receipt))) {
      requireNotBehind(place, committed, stored.get());
      return new Standing(place, committed.nextOffset(), stored.get());
    }
    Positions.Stored anew =
        new Positions.Stored(committed.nextOffset(), UUID.randomUUID().toString(), "");
    if (stored.isPresent()) {
      log.info(
          "{}: goes on at offset {}, as its offsets say; the database says {}, from before they"
              + " were set",
          place.partition(),
          committed.nextOffset(),
          stored.get().nextOffset());
      positions.reset(connection, place, anew);
    } else {
      if (committed.receipt().isPresent()) {
        log.warn(
            "{}: goes on at offset {}, as its offsets say; this database has no position of it,"
                + " so it is not the one that records were written to before",
            place.partition(),
            committed.nextOffset());
      }
      positions.insert(connection, place, anew);
    }
    return new Standing(place, committed.nextOffset(), anew);
  }

  private void requireNotBehind(Place place, Committed committed, Positions.Stored stored)
      throws ConnectorException {
    if (stored.nextOffset() < committed.nextOffset()) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "jdbc.position-behind",
              "%s: the database stands at offset %d, and %d were committed: it was set back, by a restore or a crash, and rows are missing."
                  .formatted(place.partition(), stored.nextOffset(), committed.nextOffset()),
              "Set the offset of group connect-%s to %d, to write the missing records again."
                  .formatted(positions.connector(), stored.nextOffset())));
    }
  }
}
