package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.ReadMode;
import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.log.embedded.EmbeddedLog;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.secret.Seals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A partition whose disk failed it: its connectors say so and go on trying, others go on. */
@Timeout(120)
class MeetingAnOfflinePartitionTest {

  @TempDir Path folder;

  @Test
  void connectorsOfThatTopicSayWhyAndOthersGoOn() throws Exception {
    try (LogEngine engine = LogEngine.open(EngineSettings.of(folder));
        EmbeddedLog log = new EmbeddedLog(engine);
        Supervisor before = supervisor(log)) {
      before.apply(TestWorker.config("in", "good-source", "topic", "broken"));
      awaitStatus(before, "in", MeetingAnOfflinePartitionTest::hasRead);
    }
    damage(folder.resolve("broken-0/00000000000000000000.log"));

    try (LogEngine engine = LogEngine.open(EngineSettings.of(folder));
        EmbeddedLog log = new EmbeddedLog(engine);
        Supervisor after = supervisor(log)) {
      after.apply(TestWorker.config("source", "good-source", "topic", "broken"));
      after.apply(TestWorker.config("sink", "good-sink", "topics", "broken"));
      after.apply(TestWorker.config("other", "good-source", "topic", "sound"));

      assertThat(awaitTrouble(after, "source")).contains("broken-0 is offline", "log.unavailable");
      assertThat(awaitTrouble(after, "sink")).contains("broken-0 is offline", "log.unavailable");
      awaitStatus(after, "other", MeetingAnOfflinePartitionTest::hasRead);
      assertThat(after.status("other").orElseThrow().state()).isEqualTo(State.RUNNING);
    }
  }

  private static Supervisor supervisor(EmbeddedLog log) {
    Plugins plugins =
        Plugins.of(
            List.of(
                new TestSource("good-source", new Incidents()),
                new TestSink("good-sink", new Incidents())));
    Time time = new Time(InstantSource.system(), System::nanoTime, new QuickAlarm());
    return Supervisor.open(
        plugins, log, "test", ReadMode.CONTINUOUS, new Seals(Path.of("target", "no-keys")), time);
  }

  private static String awaitTrouble(Supervisor supervisor, String name) {
    return awaitStatus(
            supervisor,
            name,
            status ->
                status.tasks().stream()
                    .anyMatch(task -> task.state() == State.RESTARTING && task.trace().isPresent()))
        .trace()
        .orElseThrow();
  }

  private static ConnectorStatus awaitStatus(
      Supervisor supervisor, String name, Predicate<ConnectorStatus> wanted) {
    return await(name)
        .atMost(Duration.ofSeconds(50))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> supervisor.status(name).orElseThrow(), wanted);
  }

  private static boolean hasRead(ConnectorStatus status) {
    return status.tasks().stream().anyMatch(task -> task.progress().records() == 3);
  }

  private void damage(Path segment) throws IOException {
    try (var file = Files.newByteChannel(segment, StandardOpenOption.WRITE)) {
      file.truncate(30);
    }
    Files.delete(folder.resolve(".clean-stop"));
  }
}
