package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ChangingTablesTest {

  private static final Schema NULL = Schema.create(Schema.Type.NULL);

  private static final Schema WITH_NOTE =
      SchemaBuilder.record("order")
          .fields()
          .requiredLong("id")
          .optionalString("customer")
          .optionalInt("quantity")
          .optionalString("note")
          .endRecord();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void addsColumnsInTheMiddleOfABatch(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("mode", "upsert", "key.columns", "id"))) {
      // When
      sink.store(
          Data.order(1, "Ada", 1),
          Data.row(WITH_NOTE, 2L, "Bob", 1, "gift"),
          Data.order(3, "Cyd", 1),
          Data.row(WITH_NOTE, 1L, "Ada", 2, "late"));

      // Then
      assertThat(database.rows("SELECT \"id\", \"quantity\", \"note\" FROM \"orders\" ORDER BY 1"))
          .containsExactly("1|2|late", "2|1|gift", "3|1|null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void doublesNothingWhenItDiesAfterAChange(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.write(Data.order(1, "Ada", 1), Data.row(WITH_NOTE, 2L, "Bob", 1, "gift"));

      // When
      sink.restart();
      sink.write();
      sink.flush();

      // Then
      assertThat(database.rows("SELECT \"id\" FROM \"orders\" ORDER BY 1"))
          .containsExactly("1", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesFieldsOutWhenTold(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("schema.changes", "ignore"))) {
      // When
      sink.store(Data.order(1, "Ada", 1), Data.row(WITH_NOTE, 2L, "Bob", 1, "gift"));

      // Then
      assertThat(database.rows("SELECT * FROM \"orders\" ORDER BY 1"))
          .containsExactly("1|Ada|1", "2|Bob|1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhenTold(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("schema.changes", "fail"))) {
      sink.store(Data.order(1, "Ada", 1));

      assertThatThrownBy(() -> sink.write(Data.row(WITH_NOTE, 2L, "Bob", 1, "gift")))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
                assertThat(failure.reason().what()).contains("no column for the field note");
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhereTablesAreNotToBeMade(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("create.tables", "false"))) {
      assertThatThrownBy(() -> sink.write(Data.order(1, "Ada", 1)))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> assertThat(failure.reason().code()).isEqualTo("jdbc.no-table"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
  void widensColumnsWhenTold(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder)) {
      // Given
      database.execute(
          "CREATE TABLE \"orders\" (\"a\" integer, \"b\" integer, \"c\" numeric(5,2),"
              + " \"d\" varchar(3), \"e\" integer NOT NULL, \"f\" bigint, \"g\" integer)");
      Schema wide =
          SchemaBuilder.record("wide")
              .fields()
              .requiredLong("a")
              .requiredDouble("b")
              .name("c")
              .type(LogicalTypes.decimal(9, 4).addToSchema(Schema.create(Schema.Type.BYTES)))
              .noDefault()
              .requiredString("d")
              .optionalInt("e")
              .requiredDouble("f")
              .requiredString("g")
              .endRecord();

      // When
      List<Refused> refused;
      try (SinkTask sink = SinkTask.begin(database.settings("schema.changes", "widen"))) {
        refused =
            sink.store(
                Data.row(
                    wide,
                    5_000_000_000L,
                    1.5,
                    new BigDecimal("12345.6789"),
                    "longer",
                    null,
                    0.1,
                    "seven"));
      }

      // Then
      assertThat(refused).isEmpty();
      assertThat(
              database.rows(
                  "SELECT \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\" FROM \"orders\""))
          .containsExactly("5000000000|1.5|12345.6789|longer|null|0.1|seven");
    }
  }

  @Test
  void refusesValuesThatDoNotFitWhenWideningIsNotTold() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute("CREATE TABLE orders (id bigint, customer text, quantity smallint)");
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        // When
        List<Refused> refused = sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 70_000));

        // Then
        assertThat(refused).extracting(Refused::offset).containsExactly(1L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesAFieldItsColumnWhenItHasAType(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      Schema untyped =
          SchemaBuilder.record("order")
              .fields()
              .requiredLong("id")
              .name("note")
              .type(NULL)
              .noDefault()
              .endRecord();
      Schema typed =
          SchemaBuilder.record("order")
              .fields()
              .requiredLong("id")
              .optionalString("note")
              .endRecord();

      // When
      sink.store(Data.row(untyped, 1L, null));
      sink.store(Data.row(typed, 2L, "gift"), Data.row(untyped, 3L, null));

      // Then
      assertThat(database.rows("SELECT \"id\", \"note\" FROM \"orders\" ORDER BY 1"))
          .containsExactly("1|null", "2|gift", "3|null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesARecordWithoutTheFieldOfTheKey(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder)) {
      database.execute("CREATE TABLE \"orders\" (\"customer\" varchar(20), \"quantity\" int)");
      try (SinkTask sink =
          SinkTask.begin(database.settings("mode", "upsert", "key.columns", "id"))) {
        assertThatThrownBy(() -> sink.write(Data.order(1, "Ada", 1)))
            .isInstanceOfSatisfying(
                ConnectorException.class,
                failure -> assertThat(failure.reason().code()).isEqualTo("jdbc.no-key-column"));
      }
    }
  }

  @Test
  void tellsThatAnUpsertNeedsAUniqueIndex() throws Exception {
    try (Db database = Db.postgresql()) {
      database.execute("CREATE TABLE orders (id bigint, customer text, quantity int)");
      try (SinkTask sink =
          SinkTask.begin(database.settings("mode", "upsert", "key.columns", "id"))) {
        assertThatThrownBy(() -> sink.write(Data.order(1, "Ada", 1)))
            .isInstanceOfSatisfying(
                ConnectorException.class,
                failure -> {
                  assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
                  assertThat(failure.reason().next()).contains("unique index");
                });
      }
    }
  }

  @Test
  void looksAtATableAnewThatSomebodyChanged() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.store(Data.order(1, "Ada", 1));
      database.execute("ALTER TABLE orders DROP COLUMN quantity");

      // When
      assertThatThrownBy(() -> sink.write(Data.order(2, "Bob", 2)))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.TRANSIENT));
      sink.restart();
      sink.write();
      sink.flush();

      // Then
      assertThat(database.rows("SELECT id, quantity FROM orders ORDER BY 1"))
          .containsExactly("1|null", "2|2");
    }
  }

  @Test
  void findsH2TablesThatWereMadeWithoutQuotes() throws Exception {
    try (Db database = Db.create(Db.Kind.H2, folder)) {
      database.execute(
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer varchar(9), quantity int)");
      try (SinkTask sink =
          SinkTask.begin(database.settings("mode", "upsert", "key.columns", "id"))) {
        // When
        sink.store(Data.order(1, "Ada", 1), Data.order(1, "Ada", 2));

        // Then
        assertThat(database.rows("SELECT id, customer, quantity FROM ORDERS"))
            .containsExactly("1|Ada|2");
      }
    }
  }

  @Test
  void writesEachTopicToItsTableInTheSchemaOfTheTemplate() throws Exception {
    try (Db database = Db.postgresql()) {
      String schema = database.schema().orElseThrow();
      Map<String, String> settings =
          database.settings("table", schema + ".from_${topic}", "positions.table", schema + ".p");
      try (SinkTask sink = SinkTask.begin(settings)) {
        // When
        sink.store(Data.order(1, "Ada", 1));

        // Then
        assertThat(database.rows("SELECT id FROM " + schema + ".from_orders")).containsExactly("1");
        assertThat(database.rows("SELECT next_offset FROM " + schema + ".p")).containsExactly("1");
      }
    }
  }
}
