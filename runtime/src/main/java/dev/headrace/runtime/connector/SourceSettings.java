package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.schedule.CronSchedule;
import dev.headrace.runtime.schedule.Schedule;
import dev.headrace.runtime.schedule.ScheduleText;
import dev.headrace.runtime.task.TopicCreation;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The settings that every source has, beside {@link CommonSettings}. */
public record SourceSettings(
    @Doc("The topic that the records go to.") @NotBlank Optional<String> topic,
    @Doc(
            "How topics are created that do not exist: `partitions`, and topic settings such as"
                + " `retention.ms`.")
        Map<String, String> topicCreationDefault,
    @Doc(
            "When the source is read, each time up to its end: an interval (`15m`), or a cron"
                + " expression of Quartz (`0 30 6 ? * MON-FRI`). Without it the source is read all"
                + " the time.")
        @NotBlank
        Optional<String> schedule,
    @Doc(
            "The time zone of a cron expression, such as Europe/Berlin; without it, that of the"
                + " node.")
        @NotBlank
        Optional<String> scheduleTimeZone)
    implements Checked {

  private static final String PARTITIONS = "partitions";

  /** One node holds one copy; Kafka Connect demands the setting. */
  private static final String REPLICAS = "replication.factor";

  TopicCreation topicCreation() {
    Map<String, String> config = new HashMap<>(topicCreationDefault);
    String partitions = config.remove(PARTITIONS);
    config.remove(REPLICAS);
    return new TopicCreation(
        partitions == null || partitions.equals("-1")
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(partitions.trim())),
        config);
  }

  /** When the source is read; empty for all the time. */
  Optional<Schedule> times() {
    return scheduleText()
        .map(
            read ->
                switch (read) {
                  case ScheduleText.Result.Read(Schedule schedule) -> schedule;
                  case ScheduleText.Result.Wrong(String what, _) ->
                      throw new IllegalStateException(what);
                });
  }

  private Optional<ScheduleText.Result> scheduleText() {
    ZoneId zone = scheduleTimeZone.flatMap(ScheduleText::zone).orElseGet(ZoneId::systemDefault);
    return schedule.map(text -> ScheduleText.read(text, zone));
  }

  @Override
  public List<Problem> problems() {
    return Stream.of(partitionsProblem(), scheduleProblem(), zoneProblem())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Problem> scheduleProblem() {
    return scheduleText().orElse(null)
            instanceof ScheduleText.Result.Wrong(String what, String next)
        ? Optional.of(new Problem("config.wrong-type", "schedule", what, next))
        : Optional.empty();
  }

  private Optional<Problem> zoneProblem() {
    String key = "schedule.time.zone";
    if (scheduleTimeZone.isEmpty()) {
      return Optional.empty();
    }
    if (ScheduleText.zone(scheduleTimeZone.get()).isEmpty()) {
      return Optional.of(
          new Problem(
              "config.wrong-type",
              key,
              "`" + key + "` is \"" + scheduleTimeZone.get() + "\", which is no time zone.",
              "Set it to a name of the IANA time zone database, such as Europe/Berlin or UTC."));
    }
    boolean applies =
        scheduleText().orElse(null) instanceof ScheduleText.Result.Wrong
            || times().orElse(null) instanceof CronSchedule;
    return applies
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "config.not-applicable",
                key,
                "`" + key + "` is set, and `schedule` is no cron expression.",
                "Remove it, or set `schedule` to a cron expression."));
  }

  private Optional<Problem> partitionsProblem() {
    String partitions = topicCreationDefault.getOrDefault(PARTITIONS, "1");
    if (partitions.trim().matches("-1|[1-9]\\d{0,3}")) {
      return Optional.empty();
    }
    String key = "topic.creation.default.partitions";
    return Optional.of(
        new Problem(
            "config.wrong-type",
            key,
            "`" + key + "` is \"" + partitions + "\"; expected is a number from 1 to 9999.",
            "Set `" + key + "` to a number, or leave it out for the log's default."));
  }
}
