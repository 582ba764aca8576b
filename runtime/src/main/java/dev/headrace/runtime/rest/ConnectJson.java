package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.ConnectorStatus.TaskStatus;
import dev.headrace.runtime.deadletter.Refusal;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.task.TaskProgress;
import java.util.Locale;
import java.util.Map;

/** Kafka Connect's shapes, with the fields that we add behind theirs. */
final class ConnectJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ConnectJson() {}

  /** {@code ConnectorInfo}. */
  static ObjectNode info(Map<String, String> config, ConnectorStatus status) {
    ObjectNode info = JSON.objectNode().put("name", status.name());
    info.set("config", settings(status.name(), config));
    ArrayNode tasks = info.putArray("tasks");
    for (TaskStatus task : status.tasks()) {
      tasks.addObject().put("connector", status.name()).put("task", task.task());
    }
    return info.put("type", kind(status.kind()));
  }

  /** A flat config, in which Connect always repeats the name. */
  static ObjectNode settings(String name, Map<String, String> config) {
    ObjectNode settings = JSON.objectNode();
    config.forEach(settings::put);
    return settings.put("name", name);
  }

  /** {@code ConnectorStateInfo}. */
  static ObjectNode status(ConnectorStatus status, String workerId) {
    ObjectNode body = JSON.objectNode().put("name", status.name());
    ObjectNode connector = body.putObject("connector").put("state", status.state().name());
    connector.put("worker_id", workerId);
    status.trace().ifPresent(trace -> connector.put("trace", trace));
    status.retry().ifPresent(retry -> connector.set("retry", retry(retry)));
    ArrayNode tasks = body.putArray("tasks");
    status.tasks().forEach(task -> tasks.add(task(task, workerId)));
    body.put("type", kind(status.kind()));
    body.putObject("guarantee")
        .put("level", status.guarantee().level().name().toLowerCase(Locale.ROOT))
        .put("why", status.guarantee().why());
    status.schedule().ifPresent(times -> body.set("schedule", schedule(times)));
    return body;
  }

  static ObjectNode task(TaskStatus task, String workerId) {
    ObjectNode body = JSON.objectNode().put("id", task.task()).put("state", task.state().name());
    body.put("worker_id", workerId);
    task.trace().ifPresent(trace -> body.put("trace", trace));
    task.retry().ifPresent(retry -> body.set("retry", retry(retry)));
    TaskProgress done = task.progress();
    ObjectNode progress = body.putObject("progress");
    progress.put("records", done.records()).put("bytes", done.bytes());
    progress.put("refused", done.refused());
    done.lastRefusal().ifPresent(last -> progress.set("last_refusal", refusal(last)));
    done.lag().ifPresent(lag -> progress.put("lag", lag));
    if (done.lastProgressMillis() > 0) {
      progress.put("last_progress_ms", done.lastProgressMillis());
    }
    return body;
  }

  private static ObjectNode schedule(ConnectorStatus.Times times) {
    ObjectNode schedule = JSON.objectNode().put("text", times.text());
    times.next().ifPresent(next -> schedule.put("next_run_ms", next.toEpochMilli()));
    ArrayNode runs = schedule.putArray("runs");
    for (Run run : times.runs()) {
      ObjectNode shown = runs.addObject();
      shown.put("due_ms", run.due().toEpochMilli()).put("began_ms", run.began().toEpochMilli());
      run.ending()
          .ifPresent(
              ending -> {
                shown.put("ended_ms", ending.ended().toEpochMilli());
                shown.put("records", ending.records());
                shown.put("outcome", ending.outcome().name().toLowerCase(Locale.ROOT));
                ending.trace().ifPresent(trace -> shown.put("trace", trace));
              });
    }
    return schedule;
  }

  private static ObjectNode retry(ConnectorStatus.Retry retry) {
    return JSON.objectNode()
        .put("failures", retry.failures())
        .put("next_attempt_ms", retry.nextAttempt().toEpochMilli());
  }

  private static ObjectNode refusal(Refusal.Last last) {
    return JSON.objectNode()
        .put("where", last.where())
        .put("what", last.why().what())
        .put("next", last.why().next())
        .put("code", last.why().code())
        .put("at_ms", last.atMillis());
  }

  static String kind(ConnectorStatus.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
