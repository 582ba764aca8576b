package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.Refused;
import dev.headrace.connector.SinkContext;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sink makes of the position in the database and the one that the runtime knows. */
final class ResumingTest {

  private static final String IDS = "SELECT \"id\" FROM \"orders\" ORDER BY \"id\"";
  private static final String NEXT = "SELECT next_offset FROM \"headrace_positions\"";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void passesOverWhatTheDatabaseHas(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.write(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      sink.flushWithoutCommit(FlushReason.INTERVAL);

      // When
      sink.restart();
      assertThat(sink.committed().nextOffset()).isZero();
      sink.store(Data.order(3, "Cyd", 1));

      // Then
      assertThat(database.rows(IDS)).containsExactly("1", "2", "3");
      assertThat(sink.committed().nextOffset()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverAnswersBeyondWhatItWasGiven(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.write(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1), Data.order(3, "Cyd", 1));
      sink.flushWithoutCommit(FlushReason.INTERVAL);
      sink.restart();

      // When
      sink.deliver(1);
      sink.flush();

      // Then
      assertThat(sink.committed().nextOffset()).isEqualTo(1);
      assertThat(database.rows(NEXT)).containsExactly("3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void movesBehindARecordThatItIsNotOffered(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // When
      sink.write(Data.order(1, "Ada", 1));
      sink.passOver(Data.order(2, "Bob", 1));
      sink.flush();

      // Then
      assertThat(sink.committed().nextOffset()).isEqualTo(2);
      assertThat(database.rows(NEXT)).containsExactly("2");
      assertThat(database.rows(IDS)).containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesAgainWhenTheOffsetWasSetBack(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      sink.close();

      // When
      sink.setOffset(1);
      sink.open();
      sink.write();
      sink.flush();

      // Then
      assertThat(database.rows(IDS)).containsExactly("1", "2", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhenTheDatabaseWasSetBack(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      sink.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      sink.close();
      database.execute("UPDATE \"headrace_positions\" SET next_offset = 1");

      // When, then
      assertThatThrownBy(sink::open)
          .isInstanceOfSatisfying(
              ConnectorException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(ConnectorException.Kind.CONFIGURATION);
                assertThat(failure.reason().code()).isEqualTo("jdbc.position-behind");
                assertThat(failure.reason().next()).contains("connect-test").contains(" 1,");
              });

      // When
      sink.setOffset(1);
      sink.open();

      // Then
      assertThat(sink.committed().nextOffset()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void beginsAnewWithATopicThatWasMadeAgain(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder)) {
      try (SinkTask first = SinkTask.begin(database.settings(), new Context(UUID.randomUUID()))) {
        first.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));
      }

      // When
      try (SinkTask second = SinkTask.begin(database.settings(), new Context(UUID.randomUUID()))) {
        second.store(Data.order(3, "Cyd", 1));
      }

      // Then
      assertThat(database.rows(IDS)).containsExactly("1", "2", "3");
      assertThat(database.rows(NEXT + " ORDER BY 1")).containsExactly("1", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnInAnotherDatabaseWhereItWas(Db.Kind kind) throws Exception {
    try (Db one = Db.create(kind, folder);
        Db other = Db.create(kind, folder);
        SinkTask before = SinkTask.begin(one.settings())) {
      // Given
      before.store(Data.order(1, "Ada", 1), Data.order(2, "Bob", 1));

      // When
      try (SinkTask after = SinkTask.notOpened(other.settings(), new Context(new UUID(1, 1)))) {
        after.takeOverFrom(before);
        after.open();
        after.store(Data.order(3, "Cyd", 1));
      }

      // Then
      assertThat(other.rows(IDS)).containsExactly("3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAgainWhatWasRefusedBeforeACrash(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings("mode", "upsert", "key.columns", "id"))) {
      // Given
      database.execute(
          "CREATE TABLE \"orders\" (\"id\" bigint PRIMARY KEY, \"customer\" varchar(20),"
              + " \"quantity\" int CHECK (\"quantity\" < 100))");
      sink.write(Data.order(1, "Ada", 1), Data.order(2, "Bob", 100), Data.order(3, "Cyd", 1));
      sink.flushWithoutCommit(FlushReason.INTERVAL);

      // When
      sink.restart();
      List<Refused> refused = sink.write();
      sink.flush();

      // Then
      assertThat(refused)
          .extracting(one -> one.offset() + " " + one.why().code())
          .containsExactly("1 jdbc.refused-before");
      assertThat(database.rows(IDS)).containsExactly("1", "3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void insertsAfterAllWhatWasRefusedBeforeACrashAndIsCorrected(Db.Kind kind) throws Exception {
    try (Db database = Db.create(kind, folder);
        SinkTask sink = SinkTask.begin(database.settings())) {
      // Given
      database.execute(
          "CREATE TABLE \"orders\" (\"id\" bigint, \"customer\" varchar(20), \"quantity\" int)",
          "CREATE UNIQUE INDEX \"once\" ON \"orders\" (\"id\")");
      sink.write(Data.order(1, "Ada", 1), Data.order(1, "Bob", 2), Data.order(3, "Cyd", 1));
      sink.flushWithoutCommit(FlushReason.INTERVAL);

      // When
      sink.restart();
      List<Refused> stillRefused = sink.write();
      sink.flushWithoutCommit(FlushReason.INTERVAL);
      database.execute("DROP INDEX \"once\"");
      sink.restart();
      List<Refused> refused = sink.write();
      sink.flushWithoutCommit(FlushReason.INTERVAL);
      sink.restart();
      sink.write();
      sink.flush();

      // Then
      assertThat(stillRefused)
          .extracting(one -> one.offset() + " " + one.why().code())
          .containsExactly("1 jdbc.value-refused");
      assertThat(refused).isEmpty();
      assertThat(database.rows(IDS)).containsExactly("1", "1", "3");
    }
  }

  private record Context(UUID topic) implements SinkContext {
    @Override
    public String connectorName() {
      return "test";
    }

    @Override
    public int task() {
      return 0;
    }

    @Override
    public UUID topicId(String name) {
      return topic;
    }
  }
}
