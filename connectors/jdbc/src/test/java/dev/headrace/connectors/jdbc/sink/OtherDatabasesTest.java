package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Committed;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.dialect.GenericDialect;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of which nothing is known but that it has a driver: H2, incognito. */
final class OtherDatabasesTest {

  @TempDir Path folder;

  @Test
  void takeRowsByStandardSql() throws Exception {
    try (Db database = Db.create(Db.Kind.H2, folder)) {
      // Given
      JdbcSinkSettings settings =
          Settings.bind(
              JdbcSinkSettings.class,
              database.settings("mode", "upsert", "key.from", "key", "delete.enabled", "true"));
      SinkWriter writer =
          JdbcSinkWriter.open(
              Database.open(settings.connection(), "test", 1),
              new OtherTarget(new GenericDialect("\"")),
              settings,
              List.of(new Committed(SinkTask.PARTITION, 0, Optional.empty())),
              new TestContext(ReadMode.CONTINUOUS));

      // When
      List<Refused> refused =
          writer.write(
              ListSinkBatch.ofEntries(
                  SinkTask.PARTITION,
                  0,
                  List.of(
                      Data.keyedOrder(1, "Ada", 1),
                      Data.keyedOrder(1, "Ada", 2),
                      Data.keyedOrder(2, "Bob", 1),
                      Data.deletion(2),
                      Data.keyedOrder(3, "x".repeat(5000), 1),
                      Data.keyedOrder(2, "Cyd", 3))));
      writer.flush(FlushReason.STOP);
      writer.close();

      // Then
      assertThat(refused).extracting(Refused::offset).containsExactly(4L);
      assertThat(
              database.rows("SELECT \"id\", \"customer\", \"quantity\" FROM \"orders\" ORDER BY 1"))
          .containsExactly("1|Ada|2", "2|Cyd|3");
    }
  }
}
