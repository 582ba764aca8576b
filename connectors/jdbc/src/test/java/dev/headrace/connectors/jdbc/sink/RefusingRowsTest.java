package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Refused;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusingRowsTest {

  private static final String CHECKED =
      "CREATE TABLE \"orders\" (\"id\" bigint PRIMARY KEY, \"customer\" varchar(20),"
          + " \"quantity\" int CHECK (\"quantity\" < 100))";

  private static final String IDS = "SELECT \"id\" FROM \"orders\" ORDER BY \"id\"";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void storesAllButTheRowsThatBreakAConstraint(Db.Kind kind) throws Exception {
    for (String mode : List.of("insert", "upsert")) {
      try (Db database = Db.create(kind, folder)) {
        database.execute(CHECKED);
        try (SinkTask sink = SinkTask.begin(database.settings("mode", mode, "key.columns", "id"))) {
          // When
          List<Refused> refused =
              sink.store(
                  Data.order(0, "a", 1),
                  Data.order(1, "b", 100),
                  Data.order(2, "c", 2),
                  Data.order(3, "d", 3),
                  Data.order(4, "e", 500));

          // Then
          assertThat(refused).extracting(Refused::offset).containsExactlyInAnyOrder(1L, 4L);
          assertThat(database.rows(IDS)).containsExactly("0", "2", "3");
          assertThat(sink.committed().nextOffset()).isEqualTo(5);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheSecondRowOfAPrimaryKey(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("key.columns", "id"))) {
      // When
      List<Refused> refused =
          sink.store(Data.order(1, "a", 1), Data.order(2, "b", 1), Data.order(1, "c", 1));

      // Then
      assertThat(refused).extracting(Refused::offset).containsExactly(2L);
      assertThat(refused.getFirst().why().code()).isEqualTo("jdbc.value-refused");
      assertThat(database.rows(IDS)).containsExactly("1", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void storesNothingOfABatchWithoutAnyGoodRow(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder)) {
      database.execute(CHECKED);
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        // When
        List<Refused> refused =
            sink.store(
                IntStream.range(0, 40)
                    .mapToObj(id -> Data.order(id, "a", 1000))
                    .toArray(Entry[]::new));

        // Then
        assertThat(refused)
            .extracting(Refused::offset)
            .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 40).boxed().toList());
        assertThat(database.rows(IDS)).isEmpty();
      }
    }
  }

  @Test
  void findsOneRowAmongManyThousands() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute(CHECKED);
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        // Given
        List<Entry> entries = new ArrayList<>();
        for (int id = 0; id < 30_000; id++) {
          entries.add(Data.order(id, "customer " + id, id == 17_171 ? 100 : 1));
        }

        // When
        List<Refused> refused = sink.write(entries);
        sink.flush();

        // Then
        assertThat(refused).extracting(Refused::offset).containsExactly(17_171L);
        assertThat(database.rows("SELECT count(*), sum(id) FROM orders"))
            .containsExactly("29999|" + (30_000L * 29_999 / 2 - 17_171));
      }
    }
  }

  @Test
  void tellsConstraintAndColumnButNoValues() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute(
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer varchar(6) NOT NULL,"
              + " quantity smallint CONSTRAINT few CHECK (quantity < 100))");
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        // When
        List<Refused> refused =
            sink.store(
                Data.order(1, "secret", 1234),
                Data.order(2, "secretive", 1),
                Data.order(3, null, 1),
                Data.order(4, "secret", 98_765),
                Data.order(5, "secret", 1),
                Data.order(5, "secret", 2),
                Data.order(6, "se\0cret", 2));

        // Then
        assertThat(refused)
            .extracting(one -> one.offset() + ": " + one.why().what())
            .containsExactlyInAnyOrder(
                "0: The database refuses the row: new row for relation \"orders\" violates check"
                    + " constraint \"few\" (SQLSTATE 23514).",
                "1: The database refuses the row: value too long for type character varying(6)"
                    + " (SQLSTATE 22001), column customer.",
                "2: The database refuses the row: null value in column \"customer\" of relation"
                    + " \"orders\" violates not-null constraint (SQLSTATE 23502), column customer.",
                "3: The database refuses the row: value \"…\" is out of range for type smallint"
                    + " (SQLSTATE 22003), column quantity.",
                "5: The database refuses the row: duplicate key value violates unique constraint"
                    + " \"orders_pkey\" (SQLSTATE 23505).",
                "6: The text for column customer of "
                    + database.schema().orElseThrow()
                    + ".orders holds U+0000 or half a surrogate pair, which the database cannot"
                    + " store.");
      }
    }
  }

  @Test
  void blamesARowForAConstraintThatIsCheckedAtTheEnd() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute(
          "CREATE TABLE customers (name varchar(20) PRIMARY KEY)",
          "INSERT INTO customers VALUES ('Ada')",
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer varchar(20)"
              + " REFERENCES customers DEFERRABLE INITIALLY DEFERRED, quantity int)");
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        // When
        List<Refused> refused =
            sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1), Data.order(3, "Ada", 1));

        // Then
        assertThat(refused).extracting(Refused::offset).containsExactly(1L);
        assertThat(database.rows(IDS)).containsExactly("1", "3");
      }
    }
  }

  @Test
  void refusesWhatATriggerRefusesWithoutItsWords() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute(
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, quantity int)",
          "CREATE FUNCTION pick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " IF NEW.quantity > 9 THEN RAISE EXCEPTION 'too many for %', NEW.customer; END IF;"
              + " RETURN NEW; END $$",
          "CREATE TRIGGER picky BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION pick()");
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        // When
        List<Refused> refused = sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 10));

        // Then
        assertThat(refused).extracting(Refused::offset).containsExactly(1L);
        assertThat(refused.getFirst().why().what()).contains("trigger").doesNotContain("Bob");
        assertThat(database.rows(IDS)).containsExactly("1");
      }
    }
  }

  @Test
  void storesBothRowsWhoseKeysAreOneOnlyToTheDatabase() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute(
          "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2',"
              + " deterministic = false)",
          "CREATE TABLE orders (id bigint, customer text COLLATE nocase PRIMARY KEY,"
              + " quantity int)");
      try (SinkTask sink =
          SinkTask.begin(database.settings("mode", "upsert", "key.columns", "customer"))) {
        // When
        List<Refused> refused = sink.store(Data.order(1, "ada", 1), Data.order(2, "ADA", 2));

        // Then
        assertThat(refused).isEmpty();
        assertThat(database.rows("SELECT id, quantity FROM orders")).containsExactly("2|2");
      }
    }
  }
}
