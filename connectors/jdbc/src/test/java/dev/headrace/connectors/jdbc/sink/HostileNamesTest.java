package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Refused;
import dev.headrace.connector.Value;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names come with records, from wherever these were written. */
final class HostileNamesTest {

  private static final List<String> NAMES =
      List.of(
          "id\" int); DROP TABLE \"precious\"; --",
          "it's; DROP TABLE precious; --",
          "a\\\"b\\",
          "new\nline\ttab",
          "?",
          "$1 {d '2020-01-01'} ${topic}",
          "naïve ☕ 列",
          "select",
          "Upper lower",
          "%s %d");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void areColumnsLetterByLetter(Db.Kind kind) throws Exception {
    for (String mode : List.of("insert", "upsert")) {
      try (Db database = Db.create(kind, folder)) {
        // Given
        database.execute("CREATE TABLE \"precious\" (\"id\" int)");
        Schema schema = withColumns(NAMES);
        String key = "driver's \"key\"";

        // When
        List<Refused> refused;
        try (SinkTask sink =
            SinkTask.begin(
                database.settings(
                    "mode",
                    mode,
                    "key.from",
                    "key",
                    "key.columns",
                    key,
                    "delete.enabled",
                    "true"))) {
          Value.Datum one = new Value.Datum("one", Schema.create(Schema.Type.STRING));
          refused =
              sink.store(
                  Data.row(schema, NAMES.toArray()).withKey(one),
                  Data.deletion(1).withKey(one),
                  Data.row(schema, NAMES.toArray()).withKey(one));
        }

        // Then
        assertThat(refused).isEmpty();
        assertThat(database.rows("SELECT * FROM \"orders\""))
            .containsExactly("one|" + String.join("|", NAMES));
        assertThat(database.rows("SELECT count(*) FROM \"precious\"")).containsExactly("0");
      }
    }
  }

  @Test
  void areRefusedWhenPostgresWouldCutThem() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      String longest = "n".repeat(63);

      // When
      List<Refused> refused =
          sink.store(
              Data.row(withColumns(List.of(longest)), "fits"),
              Data.row(withColumns(List.of(longest + "n")), "too long"),
              Data.row(withColumns(List.of("é".repeat(32))), "too long in bytes"),
              Data.row(withColumns(List.of("nul\0")), "what C takes for an end"));

      // Then
      assertThat(refused)
          .extracting(one -> one.offset() + " " + one.why().code())
          .containsExactly("1 jdbc.column-name", "2 jdbc.column-name", "3 jdbc.column-name");
      assertThat(database.rows("SELECT " + longest + " FROM orders")).containsExactly("fits");
    }
  }

  @Test
  void areRefusedWhenThereAreTooMany() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("wide").fields();
      for (int i = 0; i < 1601; i++) {
        fields = fields.optionalInt("column" + i);
      }
      Schema wide = fields.endRecord();

      // When
      List<Refused> refused =
          sink.store(
              Data.order(1, "Ada", 1), Data.row(wide, new Object[1601]), Data.order(2, "Bob", 1));

      // Then
      assertThat(refused)
          .extracting(one -> one.offset() + " " + one.why().code())
          .containsExactly("1 jdbc.table-not-changed");
      assertThat(database.rows("SELECT * FROM orders ORDER BY id"))
          .containsExactly("1|Ada|1", "2|Bob|1");
    }
  }

  @Test
  void areRefusedWhereTheyDifferInCaseOnly() throws Exception {
    Schema twice =
        SchemaBuilder.record("twice").fields().optionalInt("id").optionalInt("ID").endRecord();
    try (Db sqlite = Db.create(Db.Kind.SQLITE, folder);
        SinkTask sink = SinkTask.begin(sqlite.settings())) {
      assertThat(sink.store(Data.row(twice, 1, 2)))
          .extracting(one -> one.why().code())
          .containsExactly("jdbc.column-name");
    }
    try (Db postgres = Db.postgresql();
        SinkTask sink = SinkTask.begin(postgres.settings())) {
      assertThat(sink.store(Data.row(twice, 1, 2))).isEmpty();
      assertThat(postgres.rows("SELECT \"id\", \"ID\" FROM orders")).containsExactly("1|2");
    }
  }

  @Test
  void ofTablesAreRefusedWhenTheyAreTooLong() throws Exception {
    try (Db database = Db.postgresql()) {
      assertThatThrownBy(
              () -> SinkTask.begin(database.settings("table", "t".repeat(60) + "_${topic}")))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> assertThat(failure.reason().code()).isEqualTo("jdbc.table-name"));
    }
  }

  @Test
  void ofTablesMayHoldAnythingElse() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink =
            SinkTask.begin(
                database.settings("table", "x\"; DROP TABLE headrace_positions; --${topic}"))) {
      // When
      sink.store(Data.order(1, "Ada", 1));

      // Then
      assertThat(database.rows("SELECT id FROM \"x\"\"; DROP TABLE headrace_positions; --orders\""))
          .containsExactly("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", ".a", "a.", "a..b", "${partition}", "a\nb", "${topic"})
  void ofTablesMustBeNames(String table) {
    assertThat(
            Settings.problems(
                JdbcSinkSettings.class, Map.of("url", "jdbc:postgresql://db/shop", "table", table)))
        .extracting(problem -> problem.key())
        .containsExactly("table");
  }

  private static Schema withColumns(List<String> names) {
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("hostile").fields();
    for (int i = 0; i < names.size(); i++) {
      fields =
          fields
              .name("f" + i)
              .prop(Value.Datum.ORIGINAL_NAME, names.get(i))
              .type()
              .nullable()
              .stringType()
              .noDefault();
    }
    return fields.endRecord();
  }
}
