package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.ValueForm;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.SinkContract;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of sinks, for one kind of database in one mode. */
abstract class JdbcSinkContract extends SinkContract<JdbcSinkSettings> {

  private static final Schema NUMBER =
      SchemaBuilder.record("number").fields().requiredInt("number").endRecord();

  @TempDir Path folder;
  private final List<Db> databases = new ArrayList<>();

  abstract Db.Kind kind();

  abstract String mode();

  @AfterEach
  void dropDatabases() throws Exception {
    for (Db database : databases) {
      database.close();
    }
  }

  @Override
  protected SinkConnector<JdbcSinkSettings> connector() {
    return new JdbcSink();
  }

  @Override
  protected ListSinkBatch.Entry record(int number, ValueForm form) {
    return Data.row(NUMBER, number);
  }

  @Override
  protected Target<JdbcSinkSettings> newTarget() throws Exception {
    Db database = Db.create(kind(), folder);
    databases.add(database);
    return new Target<>() {
      @Override
      public JdbcSinkSettings configuration() {
        return Settings.bind(
            JdbcSinkSettings.class,
            database.settings(
                "mode", mode(), "key.columns", mode().equals("insert") ? "" : "number"));
      }

      @Override
      public List<String> stored() throws Exception {
        return database.rows("SELECT \"number\" FROM \"orders\" ORDER BY \"number\"").stream()
            .map(number -> "{\"number\":" + number + "}")
            .toList();
      }
    };
  }
}
