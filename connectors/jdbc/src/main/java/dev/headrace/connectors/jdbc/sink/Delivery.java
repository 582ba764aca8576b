package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkBatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One batch on its way into the open transaction. The writer's thread only. */
final class Delivery {

  private static final long NONE = -1;

  private static final Reason TOMBSTONE =
      new Reason(
          "jdbc.tombstone",
          "The record has no value, and `delete.enabled` is false.",
          "Set `delete.enabled` to true, to delete the row of its key.");

  private static final Reason REFUSED_BEFORE =
      new Reason(
          "jdbc.refused-before",
          "The record was refused, and the process ended before that was written down; what comes"
              + " behind it is stored already.",
          "Look for the reason in the log of that time, and write the record to the topic again.");

  private final JdbcSinkSettings settings;
  private final Transaction transaction;
  private final Standing standing;
  private final TopicTable table;
  private final TopicTable.Commit commit;
  private final List<Refused> refused = new ArrayList<>();
  private Fit fit = new Fit.Nothing();
  private long last = NONE;

  Delivery(
      JdbcSinkSettings settings,
      Transaction transaction,
      Standing standing,
      TopicTable table,
      TopicTable.Commit commit) {
    this.settings = settings;
    this.transaction = transaction;
    this.standing = standing;
    this.table = table;
    this.commit = commit;
  }

  List<Refused> take(SinkBatch batch, Fields fields) throws SQLException, ConnectorException {
    while (batch.next()) {
      long offset = batch.offset();
      standing.given(offset);
      if (!standing.isPast(offset) || isToBeTriedAgain(offset)) {
        fields.of(batch);
        take(fields, offset);
        last = offset;
      }
    }
    finish();
    return refused;
  }

  /**
   * A record below the position that was refused before: where the order of rows does not matter it
   * is tried again, elsewhere it would come behind later ones.
   */
  private boolean isToBeTriedAgain(long offset) {
    if (!standing.wasRefused(offset)) {
      return false;
    }
    if (settings.mode() == Mode.INSERT && !settings.deleteEnabled()) {
      standing.tookAfterAll(offset);
      return true;
    }
    refused.add(new Refused(offset, REFUSED_BEFORE));
    return false;
  }

  private void take(Fields fields, long offset) throws SQLException, ConnectorException {
    if (fields.isTombstone() && !settings.deleteEnabled()) {
      refuse(new Refused(offset, TOMBSTONE));
      return;
    }
    if (!fit.serves(fields)) {
      finish();
      fit = table.fit(fields, commit);
    }
    switch (fit) {
      case Fit.Ready ready -> {
        transaction.savepoint();
        Optional<Reason> why = ready.rows().add(fields, offset, fields.isTombstone());
        why.ifPresent(reason -> refuse(new Refused(offset, reason)));
        if (ready.rows().isFull()) {
          last = offset;
          finish();
        }
      }
      case Fit.Unfit unfit -> refuse(new Refused(offset, unfit.why()));
      case Fit.Nothing _ -> {}
    }
  }

  /** Stores the rows that were added. */
  private void finish() throws SQLException {
    if (fit instanceof Fit.Ready ready && ready.rows().count() > 0) {
      Narrowing.store(transaction, ready.rows()).forEach(this::refuse);
      ready.rows().clear();
    }
    transaction.keep();
    if (last != NONE) {
      standing.took(last);
    }
  }

  private void refuse(Refused one) {
    refused.add(one);
    standing.refused(one.offset());
  }
}
