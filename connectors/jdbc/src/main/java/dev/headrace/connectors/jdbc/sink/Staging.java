package dev.headrace.connectors.jdbc.sink;

/**
 * A temporary table that is filled and emptied again and again. What is deleted stays in the file
 * until the next commit, and is read over each time; so after a while the table is truncated, which
 * costs more than deleting a few rows and less than reading over many. One thread.
 */
final class Staging {

  private static final int MOST_DELETED = 10_000;

  private final String name;
  private int deleted;

  Staging(String name) {
    this.name = name;
  }

  /** The name as it stands in statements. */
  String name() {
    return "pg_temp." + name;
  }

  /** Makes it with the types of columns of {@code table}. */
  String create(String columns, String table) {
    return "CREATE TEMP TABLE %s ON COMMIT DELETE ROWS AS SELECT %s FROM %s WITH NO DATA"
        .formatted(name, columns, table);
  }

  String drop() {
    return "DROP TABLE " + name();
  }

  /** Empties it when it holds so many rows. */
  String empty(int rows) {
    deleted += rows;
    if (deleted < MOST_DELETED) {
      return "DELETE FROM " + name();
    }
    deleted = 0;
    return "TRUNCATE " + name();
  }
}
