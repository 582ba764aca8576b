package dev.headrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.Restart;
import dev.headrace.runtime.connector.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowingConnectorFilesTest {

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  @TempDir Path folder;

  private final RecordedConnectors connectors = new RecordedConnectors();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private FollowedFiles followed;

  @BeforeEach
  void followTwoConnectors() throws IOException {
    write("a.json", "a", "1");
    write("b.json", "b", "1");
    ConnectorFiles first = ConnectorFiles.read(List.of(folder));
    first.connectors().forEach(connector -> connectors.apply(connector.config()));
    connectors.changes.clear();
    followed =
        FollowedFiles.follow(
            List.of(folder),
            first,
            connectors,
            problem -> problems.add(problem.problem().code()),
            LOOK_EVERY);
  }

  @AfterEach
  void stop() {
    followed.close();
  }

  @Test
  void appliesAChangedFileAndNoOther() throws IOException {
    write("a.json", "a", "22");

    awaitChanges("changed a");
  }

  @Test
  void createsTheConnectorOfANewFile() throws IOException {
    write("c.json", "c", "1");

    awaitChanges("created c");
  }

  @Test
  void removesTheConnectorOfADeletedFile() throws IOException {
    Files.delete(folder.resolve("a.json"));

    awaitChanges("removed a");
  }

  @Test
  void renamesAConnector() throws IOException {
    write("a.json", "renamed", "1");

    awaitChanges("removed a", "created renamed");
  }

  @Test
  void keepsWhatRunsWhileItsFileIsBroken() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"name\": \"a\", ");
    await().until(() -> problems.contains("config.syntax"));
    write("c.json", "c", "1");
    awaitChanges("created c");

    write("a.json", "a", "333");

    awaitChanges("created c", "changed a");
  }

  @Test
  void tellsWhatIsWrongWithTheSettings() throws IOException {
    write("a.json", "a", "wrong");

    await().until(() -> problems.contains("config.wrong"));
    assertThat(connectors.changes).isEmpty();
  }

  private void awaitChanges(String... expected) {
    await().untilAsserted(() -> assertThat(connectors.changes).containsExactly(expected));
  }

  private void write(String file, String name, String value) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "{\"name\": \"%s\", \"config\": {\"value\": \"%s\"}}".formatted(name, value));
  }

  /** Connectors that only remember; the value {@code wrong} is wrong. */
  private static final class RecordedConnectors implements Connectors {
    final Map<String, ConnectorConfig> configs = new ConcurrentHashMap<>();
    final List<String> changes = new CopyOnWriteArrayList<>();

    @Override
    public List<String> names() {
      return List.copyOf(configs.keySet());
    }

    @Override
    public Optional<ConnectorConfig> config(String name) {
      return Optional.ofNullable(configs.get(name));
    }

    @Override
    public Optional<ConnectorStatus> status(String name) {
      return Optional.empty();
    }

    @Override
    public List<Problem> validate(ConnectorConfig config) {
      return "wrong".equals(config.settings().get("value"))
          ? List.of(new Problem("config.wrong", "value", "It is wrong.", "Correct it."))
          : List.of();
    }

    @Override
    public Applied apply(ConnectorConfig config, TargetState initial) {
      if (!validate(config).isEmpty()) {
        return new Applied.Invalid(validate(config));
      }
      ConnectorConfig former = configs.put(config.name(), config);
      ConnectorStatus status =
          new ConnectorStatus(
              config.name(),
              ConnectorStatus.Kind.SINK,
              ConnectorStatus.State.RUNNING,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Guarantee.exactlyOnce("test"),
              List.of(),
              List.of());
      if (former == null) {
        changes.add("created " + config.name());
        return new Applied.Created(status);
      }
      if (former.equals(config)) {
        return new Applied.Unchanged(status);
      }
      changes.add("changed " + config.name());
      return new Applied.Changed(status);
    }

    @Override
    public boolean target(String name, TargetState target) {
      return configs.containsKey(name);
    }

    @Override
    public Restart.Result restart(String name, Restart restart) {
      return Restart.Result.UNKNOWN_CONNECTOR;
    }

    @Override
    public Removed remove(String name, ConnectorConfig.Origin by) {
      configs.remove(name);
      changes.add("removed " + name);
      return Removed.REMOVED;
    }
  }
}
