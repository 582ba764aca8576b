package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WritingRowsTest {

  private static final String ROWS =
      "SELECT \"id\", \"customer\", \"quantity\" FROM \"orders\" ORDER BY \"id\", \"quantity\"";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void insertsARowForEachRecord(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // When
      sink.store(Data.order(1, "Ada", 3), Data.order(1, null, 4), Data.order(2, "Łukasz ☕", null));

      // Then
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|3", "1|null|4", "2|Łukasz ☕|null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void upsertsTheLastRowOfEachKey(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("mode", "upsert", "key.columns", "id"))) {
      // When
      sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1), Data.order(1, "Ada", 2));
      sink.store(Data.order(2, "Bob", 3), Data.order(3, "Cyd", 1), Data.order(2, null, 4));

      // Then
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|2", "2|null|4", "3|Cyd|1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void updatesRowsThatAreThere(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder)) {
      try (SinkTask inserts = SinkTask.begin(database.settings())) {
        inserts.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      }

      // When
      try (SinkTask sink =
          SinkTask.begin(
              database.settings(
                  "mode", "update", "key.columns", "id", "positions.table", "other_positions"))) {
        sink.store(Data.order(2, "Bob", 2), Data.order(3, "Cyd", 1), Data.order(2, "Bob", 3));
      }

      // Then
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|1", "2|Bob|3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletesByTombstonesInTurnWithUpserts(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink =
            SinkTask.begin(
                database.settings("mode", "upsert", "key.from", "key", "delete.enabled", "true"))) {
      // When
      sink.store(
          Data.keyedOrder(1, "Ada", 1),
          Data.keyedOrder(2, "Bob", 1),
          Data.deletion(1),
          Data.keyedOrder(3, "Cyd", 1),
          Data.deletion(3),
          Data.keyedOrder(3, "Cyd", 2),
          Data.deletion(4));
      sink.store(Data.deletion(2), Data.keyedOrder(2, "Bob", 9), Data.deletion(2));

      // Then
      assertThat(database.rows(ROWS)).containsExactly("3|Cyd|2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletesBetweenInserts(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink =
            SinkTask.begin(database.settings("key.from", "key", "delete.enabled", "true"))) {
      // When
      sink.store(
          Data.deletion(1),
          Data.keyedOrder(1, "Ada", 1),
          Data.keyedOrder(2, "Bob", 1),
          Data.deletion(1),
          Data.keyedOrder(1, "Ada", 2));

      // Then
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|2", "2|Bob|1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesTombstonesWhenDeletingIsOff(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("key.from", "key"))) {
      // When
      var refused = sink.store(Data.keyedOrder(1, "Ada", 1), Data.deletion(1));

      // Then
      assertThat(refused).extracting(one -> one.why().code()).containsExactly("jdbc.tombstone");
      assertThat(database.rows(ROWS)).containsExactly("1|Ada|1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesColumnsAloneThatRecordsDoNotHave(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder)) {
      database.execute(
          "CREATE TABLE \"orders\" (\"id\" bigint PRIMARY KEY, \"customer\" varchar(20),"
              + " \"quantity\" int, \"note\" varchar(20) DEFAULT 'none')");

      // When
      try (SinkTask sink =
          SinkTask.begin(
              database.settings("mode", "upsert", "key.from", "key", "delete.enabled", "true"))) {
        sink.store(Data.keyedOrder(1, "Ada", 1), Data.keyedOrder(2, "Bob", 1));
        database.execute("UPDATE \"orders\" SET \"note\" = 'mine'");
        sink.store(Data.keyedOrder(1, "Ada", 2), Data.deletion(2), Data.keyedOrder(2, "Bob", 2));
      }

      // Then
      assertThat(database.rows("SELECT \"id\", \"note\" FROM \"orders\" ORDER BY 1"))
          .isEqualTo(List.of("1|mine", "2|none"));
    }
  }
}
