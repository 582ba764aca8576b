package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CheckingSinkSettingsTest {

  private static final Map<String, String> LEAST = Map.of("url", "jdbc:postgresql://db/shop");

  @Test
  void insertsIntoATableCalledAsTheTopicUnlessToldOtherwise() {
    JdbcSinkSettings settings = Settings.bind(JdbcSinkSettings.class, LEAST);

    assertThat(settings.tables().forTopic("a.b").toString()).isEqualTo("a.b");
    assertThat(settings.mode()).isEqualTo(Mode.INSERT);
    assertThat(settings.deleteEnabled()).isFalse();
    assertThat(settings.keyFrom()).isEqualTo(KeyFrom.VALUE);
    assertThat(settings.keys()).isEmpty();
    assertThat(settings.createTables()).isTrue();
    assertThat(settings.schemaChanges()).isEqualTo(SchemaChanges.ADD);
    assertThat(settings.lockTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.positions().toString()).isEqualTo("headrace_positions");
  }

  @Test
  void tellsWhichSettingsDoNotGoTogether() {
    assertThat(keysOfProblems("mode", "upsert")).containsExactly("key.columns");
    assertThat(keysOfProblems("mode", "update", "key.from", "headers"))
        .containsExactly("key.columns");
    assertThat(keysOfProblems("delete.enabled", "true")).containsExactly("delete.enabled");
    assertThat(keysOfProblems("delete.enabled", "true", "key.from", "headers"))
        .containsExactly("key.columns");
    assertThat(keysOfProblems("key.columns", "id,id")).containsExactly("key.columns");
    assertThat(keysOfProblems("positions.table", "p_${topic}")).containsExactly("positions.table");
  }

  @Test
  void takesKeysFromRecordKeysWithoutNamesOfColumns() {
    Settings.bind(
        JdbcSinkSettings.class,
        Settings.with(LEAST, "mode", "upsert", "key.from", "key", "delete.enabled", "true"));
  }

  @Test
  void promisesOnceOnlyWhereItIsKnownThatAllTablesTakePart() {
    assertThat(levelOf("jdbc:postgresql://db/shop")).isEqualTo(Guarantee.Level.EXACTLY_ONCE);
    assertThat(levelOf("jdbc:sqlite:shop.db")).isEqualTo(Guarantee.Level.EXACTLY_ONCE);
    assertThat(levelOf("jdbc:h2:./shop")).isEqualTo(Guarantee.Level.EXACTLY_ONCE);
    assertThat(levelOf("jdbc:mysql://db/shop")).isEqualTo(Guarantee.Level.AT_LEAST_ONCE);
  }

  private static Guarantee.Level levelOf(String url) {
    return new JdbcSink()
        .guarantee(Settings.bind(JdbcSinkSettings.class, Map.of("url", url)))
        .level();
  }

  private static List<String> keysOfProblems(String... more) {
    return Settings.problems(JdbcSinkSettings.class, Settings.with(LEAST, more)).stream()
        .map(Problem::key)
        .toList();
  }
}
