package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Committed;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** Several tasks of a connector make and change one table at the same time. */
final class SharingTablesTest {

  private static final int TASKS = 4;

  @Test
  void tasksThatMakeAndChangeATableAtOnceDoNotDisturbEachOther() throws Exception {
    for (int round = 0; round < Integer.getInteger("headrace.rounds"); round++) {
      try (Db database = Db.postgresql();
          ExecutorService threads =
              Executors.newFixedThreadPool(
                  TASKS, Thread.ofPlatform().name("sharing-tables-", 0).factory())) {
        // When
        CyclicBarrier together = new CyclicBarrier(TASKS);
        List<Future<Void>> tasks = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
          tasks.add(threads.submit(task(database, task, together)));
        }
        for (Future<Void> task : tasks) {
          task.get();
        }

        // Then
        assertThat(database.rows("SELECT count(*), sum(\"a\"), sum(\"b\") FROM \"orders\""))
            .containsExactly(2 * TASKS + "|" + TASKS + "|" + TASKS);
      }
    }
  }

  private static Callable<Void> task(Db database, int number, CyclicBarrier together) {
    return () -> {
      TopicPartition partition = new TopicPartition("orders", number);
      JdbcSinkSettings settings = Settings.bind(JdbcSinkSettings.class, database.settings());
      together.await();
      SinkWriter writer =
          new JdbcSink()
              .open(
                  settings,
                  List.of(new Committed(partition, 0, Optional.empty())),
                  new TestContext(ReadMode.CONTINUOUS));
      try {
        writer.flush(FlushReason.OPENED);
        for (int offset = 0; offset < 2; offset++) {
          together.await();
          String column = offset == 0 ? "a" : "b";
          Schema schema = SchemaBuilder.record("r").fields().requiredInt(column).endRecord();
          writer.write(ListSinkBatch.ofEntries(partition, offset, List.of(Data.row(schema, 1))));
        }
        writer.flush(FlushReason.STOP);
      } finally {
        writer.close();
      }
      return null;
    };
  }
}
