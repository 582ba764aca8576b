package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Refused;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeySourcesTest {

  private static final Schema TWO_KEYS =
      SchemaBuilder.record("two").fields().requiredString("shop").requiredLong("id").endRecord();

  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void takesAllFieldsOfTheKey(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink =
            SinkTask.begin(
                database.settings("mode", "upsert", "key.from", "key", "delete.enabled", "true"))) {
      // When
      sink.store(
          Data.order(7, "Ada", 1).withKey(Data.datum(TWO_KEYS, "north", 1L)),
          Data.order(7, "Bob", 1).withKey(Data.datum(TWO_KEYS, "south", 1L)),
          Data.order(7, "Cyd", 1).withKey(Data.datum(TWO_KEYS, "north", 1L)),
          Entry.tombstone().withKey(Data.datum(TWO_KEYS, "south", 1L)));

      // Then
      assertThat(database.rows("SELECT \"shop\", \"id\", \"customer\" FROM \"orders\""))
          .containsExactly("north|1|Cyd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesAKeyWithoutFieldsUnderTheNameGiven(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink =
            SinkTask.begin(
                database.settings("mode", "upsert", "key.from", "key", "key.columns", "code"))) {
      // When
      sink.store(
          Data.order(1, "Ada", 1).withKey(new Value.Datum("a", TEXT)),
          Data.order(2, "Bob", 1).withKey(new Value.Datum("b", TEXT)),
          Data.order(3, "Cyd", 1).withKey(new Value.Datum("a", TEXT)));

      // Then
      assertThat(database.rows("SELECT \"code\", \"id\" FROM \"orders\" ORDER BY 1"))
          .containsExactly("a|3", "b|2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesHeadersAsText(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink =
            SinkTask.begin(
                database.settings(
                    "mode",
                    "upsert",
                    "key.from",
                    "headers",
                    "key.columns",
                    "shop",
                    "delete.enabled",
                    "true"))) {
      // When
      sink.store(
          Data.order(1, "Ada", 1).withHeader("shop", bytes("north")),
          Data.order(2, "Bob", 1).withHeader("shop", bytes("south")),
          Data.order(3, "Cyd", 1)
              .withHeader("shop", bytes("west"))
              .withHeader("shop", bytes("north")),
          Entry.tombstone().withHeader("shop", bytes("south")));

      // Then
      assertThat(database.rows("SELECT \"shop\", \"id\" FROM \"orders\""))
          .containsExactly("north|3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesRecordsWithoutTheKey(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink =
            SinkTask.begin(database.settings("mode", "upsert", "key.columns", "customer"))) {
      // When
      List<Refused> refused = sink.store(Data.order(1, null, 1), Data.order(2, "Bob", 1));

      // Then
      assertThat(refused).extracting(Refused::offset).containsExactly(0L);
      assertThat(refused.getFirst().why().code()).isEqualTo("jdbc.no-key");
      assertThat(database.rows("SELECT \"id\" FROM \"orders\"")).containsExactly("2");
    }
  }

  @Test
  void refusesRecordsWhoseKeyIsNotAsTheConfigSays() throws Exception {
    try (Db database = Db.postgresql();
        SinkTask sink = SinkTask.begin(database.settings("mode", "upsert", "key.from", "key"))) {
      // When
      List<Refused> refused =
          sink.store(
              Data.order(1, "Ada", 1),
              Data.order(2, "Ada", 1).withKey(new Value.Datum("a", TEXT)),
              Data.keyedOrder(3, "Ada", 1));

      // Then
      assertThat(refused)
          .extracting(one -> one.offset() + " " + one.why().code())
          .containsExactly("0 jdbc.no-key", "1 jdbc.key-not-named");
      assertThat(database.rows("SELECT id FROM orders")).containsExactly("3");
    }
  }

  @Test
  void asksForTypedKeysOnlyWhereItUsesThem() {
    assertThat(keyForm("key.from", "key")).isEqualTo(ValueForm.COLUMNS);
    assertThat(keyForm("key.from", "value")).isEqualTo(ValueForm.AS_STORED);
  }

  private static ValueForm keyForm(String key, String value) {
    JdbcSink sink = new JdbcSink();
    return sink.keyForm(
        Settings.bind(
            JdbcSinkSettings.class,
            Settings.with(Map.of("url", "jdbc:postgresql://db/shop"), key, value)));
  }

  private static Value.Bytes bytes(String text) {
    return new Value.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
