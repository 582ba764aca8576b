package dev.headrace.runtime.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValidatingConfigsTest {

  private static final TestWorker WORKER = new TestWorker(ReadMode.CONTINUOUS);

  @AfterAll
  static void close() {
    WORKER.close();
  }

  static Stream<Arguments> wrongConfigs() {
    return Stream.of(
        arguments("topic", "config.missing-key", source()),
        arguments("connector.class", "config.unknown-connector", config("god-source")),
        arguments("connector.class", "config.blank", config("")),
        arguments("tasks.max", "config.out-of-range", source("topic", "t", "tasks.max", "0")),
        arguments("tasks.max", "config.wrong-type", source("topic", "t", "tasks.max", "two")),
        arguments("count", "config.wrong-type", source("topic", "t", "count", "x")),
        arguments("cuont", "config.unknown-key", source("topic", "t", "cuont", "1")),
        arguments("topics", "config.unknown-key", source("topic", "t", "topics", "1")),
        arguments("value.format", "config.not-allowed", source("topic", "t", "value.format", "y")),
        arguments(
            "errors.tolerance",
            "config.not-allowed",
            source("topic", "t", "errors.tolerance", "x")),
        arguments(
            "errors.retry.timeout",
            "config.wrong-type",
            source("topic", "t", "errors.retry.timeout", "soon")),
        arguments(
            "errors.retry.delay.max.ms",
            "config.out-of-range",
            source("topic", "t", "errors.retry.delay.max.ms", "0")),
        arguments(
            "value.converter",
            "config.not-supported",
            source("topic", "t", "value.converter", "x")),
        arguments(
            "transforms.a.type",
            "config.not-supported",
            source("topic", "t", "transforms.a.type", "x")),
        arguments(
            "topic.creation.default.partitions",
            "config.wrong-type",
            source("topic", "t", "topic.creation.default.partitions", "0")),
        arguments("schedule", "config.wrong-type", source("topic", "t", "schedule", "daily")),
        arguments(
            "schedule.time.zone",
            "config.wrong-type",
            source("topic", "t", "schedule", "0 0 6 * * ?", "schedule.time.zone", "Europe/Bermin")),
        arguments(
            "schedule.time.zone",
            "config.not-applicable",
            source("topic", "t", "schedule", "15m", "schedule.time.zone", "UTC")),
        arguments(
            "schedule.time.zone",
            "config.not-applicable",
            source("topic", "t", "schedule.time.zone", "UTC")),
        arguments("topics", "config.missing-key", config("good-sink")),
        arguments(
            "topics.regex",
            "config.inconsistent",
            config("good-sink", "topics", "t", "topics.regex", "t")),
        arguments("topics.regex", "config.wrong-type", config("good-sink", "topics.regex", "(")),
        arguments(
            "errors.deadletterqueue.topic.name",
            "config.inconsistent",
            config("good-sink", "topics", "t", "errors.deadletterqueue.topic.name", "t")),
        arguments(
            "errors.deadletterqueue.topic.name",
            "config.inconsistent",
            config("good-sink", "topics.regex", "t.*", "errors.deadletterqueue.topic.name", "t1")),
        arguments("name", "config.bad-name", TestWorker.config(" in", "good-source", "topic", "t")),
        arguments(
            "name", "config.bad-name", TestWorker.config("i\nn", "good-source", "topic", "t")),
        arguments("name", "config.bad-name", source("topic", "t", "name", "other")));
  }

  @ParameterizedTest
  @MethodSource("wrongConfigs")
  void namesTheKeyAndTheWayOut(String key, String code, ConnectorConfig config) {
    List<Problem> problems = WORKER.supervisor.validate(config);

    assertThat(problems).hasSize(1);
    Problem problem = problems.getFirst();
    assertThat(problem.key()).isEqualTo(key);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.what()).isNotBlank();
    assertThat(problem.next()).isNotBlank();
    assertThat(WORKER.supervisor.apply(config)).isInstanceOf(Connectors.Applied.Invalid.class);
    assertThat(WORKER.supervisor.names()).isEmpty();
  }

  @Test
  void suggestsWhatWasProbablyMeant() {
    assertThat(next(config("god-source"))).contains("`good-source`");
    assertThat(next(source("topic", "t", "cuont", "1"))).contains("`count`");
    assertThat(next(source("topic", "t", "task.max", "1"))).contains("`tasks.max`");
    assertThat(next(source("topic", "t", "value.converter", "x"))).contains("`value.format`");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    ConnectorConfig config = source("tasks.max", "0", "count", "x", "cuont", "1");

    assertThat(WORKER.supervisor.validate(config))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder("topic", "tasks.max", "count", "cuont");
  }

  @Test
  void acceptsWhatConnectHasAndWeHave() {
    ConnectorConfig config =
        source(
            "topic", "t",
            "tasks.max", "2",
            "errors.tolerance", "all",
            "errors.deadletterqueue.topic.name", "dead",
            "topic.creation.default.partitions", "3",
            "topic.creation.default.replication.factor", "1",
            "topic.creation.default.retention.ms", "1000");

    assertThat(WORKER.supervisor.validate(config)).isEmpty();
  }

  private static String next(ConnectorConfig config) {
    return WORKER.supervisor.validate(config).getFirst().next();
  }

  private static ConnectorConfig source(String... settings) {
    return config("good-source", settings);
  }

  private static ConnectorConfig config(String connectorClass, String... settings) {
    return TestWorker.config("in", connectorClass, settings);
  }
}
