package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows that reach a database through the statements of its JDBC driver. One thread. */
final class BatchRows implements Rows {

  private static final Logger log = LoggerFactory.getLogger(BatchRows.class);

  private final Layout layout;
  private final Binding[] bindings;
  private final Storing stores;
  private final Storing deletes;
  private final int batchSize;
  private final List<Row> rows = new ArrayList<>();

  private record Row(long offset, boolean deletion, @Nullable Object[] values) {}

  /**
   * No rows so far.
   *
   * @param stores what stores a row
   * @param deletes what deletes a row; not used when the layout deletes none
   * @param batchSize the most rows that are kept
   */
  BatchRows(Layout layout, BindingKind binding, Storing stores, Storing deletes, int batchSize) {
    this.layout = layout;
    this.bindings = layout.cells().stream().map(binding::of).toArray(Binding[]::new);
    this.stores = stores;
    this.deletes = deletes;
    this.batchSize = batchSize;
  }

  /** How the values of each column are bound. */
  @FunctionalInterface
  interface BindingKind {
    Binding of(Cell cell);
  }

  @Override
  public Optional<Reason> add(Fields fields, long offset, boolean deletion) {
    List<Cell> cells = deletion ? layout.keyCells() : layout.cells();
    @Nullable Object[] values = new Object[cells.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = cells.get(i).origin().in(fields);
      if (value == null && i < layout.keys()) {
        return Optional.of(layout.withoutKey(cells.get(i)));
      }
      values[i] = value == null ? null : bindings[i].bound(value);
    }
    rows.add(new Row(offset, deletion, values));
    return Optional.empty();
  }

  @Override
  public int count() {
    return rows.size();
  }

  @Override
  public boolean isFull() {
    return rows.size() >= batchSize;
  }

  @Override
  public long offset(int row) {
    return rows.get(row).offset();
  }

  @Override
  public void finish() throws SQLException {
    store(0, rows.size());
  }

  @Override
  public void store(int from, int to) throws SQLException {
    stores.begin();
    deletes.begin();
    boolean deleting = false;
    for (Row row : rows.subList(from, to)) {
      if (row.deletion() != deleting) {
        (deleting ? deletes : stores).finish();
        deleting = row.deletion();
      }
      (deleting ? deletes : stores).add(row.values());
    }
    (deleting ? deletes : stores).finish();
  }

  @Override
  public Optional<Reason> refusal(SQLException failure) {
    return RefusalText.of(failure, Optional.empty());
  }

  /** Drivers differ in what they tell of a batch that failed. */
  @Override
  public OptionalInt suspect(SQLException failure, int from, int to) {
    return OptionalInt.empty();
  }

  @Override
  public void clear() {
    rows.clear();
  }

  @Override
  public void close() {
    try (stores;
        deletes) {
      rows.clear();
    } catch (SQLException failure) {
      log.debug("Closing statements failed", failure);
    }
  }
}
