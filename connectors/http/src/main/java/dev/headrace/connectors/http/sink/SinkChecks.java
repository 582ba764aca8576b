package dev.headrace.connectors.http.sink;

import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.http.client.HeaderRules;
import dev.headrace.connectors.http.client.Urls;
import dev.headrace.connectors.http.json.Pointers;
import dev.headrace.connectors.http.sink.HttpSinkSettings.Batch;
import dev.headrace.connectors.http.sink.HttpSinkSettings.Method;
import dev.headrace.connectors.http.template.Escape;
import dev.headrace.connectors.http.template.Placeholder;
import dev.headrace.connectors.http.template.Template;
import dev.headrace.connectors.http.template.TemplateChecks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong in the settings of a sink although each for itself is right. */
final class SinkChecks {

  private static final Set<String> NAMES =
      Set.of("topic", "partition", "offset", "timestamp", "key", "value");

  private SinkChecks() {}

  static List<Problem> problems(HttpSinkSettings settings) {
    List<Problem> problems = new ArrayList<>();
    template("url", settings.url(), problems)
        .ifPresent(
            url -> {
              if (TemplateChecks.hasWholeHost("url", url, problems)) {
                Urls.check("url", url.fill(_ -> "0"), problems);
              }
            });
    settings.body().ifPresent(body -> template("body", body, problems));
    settings
        .connection()
        .headers()
        .forEach((name, value) -> template("headers." + name, value, problems));
    checkStatuses(settings, problems);
    checkBatch(settings, problems);
    settings
        .idempotencyHeader()
        .filter(name -> !HeaderRules.isName(name))
        .ifPresent(
            name ->
                problems.add(
                    new Problem(
                        "config.not-allowed",
                        "idempotency.header",
                        "\"" + name + "\" is no name of a header.",
                        "Set it to a name such as Idempotency-Key.")));
    return problems;
  }

  private static Optional<Template> template(String key, String text, List<Problem> problems) {
    return TemplateChecks.check(key, text, gap -> judge(key, gap, problems), problems);
  }

  /** Whether a placeholder can have a value. */
  private static boolean judge(String key, Placeholder gap, List<Problem> problems) {
    boolean pointed = Set.of("key", "value").contains(gap.name());
    if (pointed && gap.argument().isPresent()) {
      Pointers.check(key, gap.argument(), problems);
      return true;
    }
    return gap.name().equals("header")
        ? gap.argument().isPresent()
        : NAMES.contains(gap.name()) && gap.argument().isEmpty();
  }

  private static void checkStatuses(HttpSinkSettings settings, List<Problem> problems) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    given.put("status.retry", settings.statusRetry());
    given.put("status.refuse", settings.statusRefuse());
    given.put("status.ignore", settings.statusIgnore());
    Map<String, StatusList> lists = new LinkedHashMap<>();
    given.forEach(
        (key, texts) -> {
          try {
            StatusList list = StatusList.parse(texts);
            lists.forEach(
                (other, former) -> {
                  if (list.overlaps(former)) {
                    problems.add(
                        new Problem(
                            "config.inconsistent",
                            key,
                            "A status is in `" + other + "` and in `" + key + "`.",
                            "Take it out of one of them."));
                  }
                });
            lists.put(key, list);
          } catch (IllegalArgumentException wrong) {
            problems.add(
                new Problem(
                    "config.wrong-type",
                    key,
                    "`" + key + "`: " + wrong.getMessage() + ".",
                    "Write statuses from 100 to 599 and ranges such as 500-599, with commas."));
          }
        });
  }

  private static void checkBatch(HttpSinkSettings settings, List<Problem> problems) {
    if (settings.batch() instanceof Batch.None) {
      return;
    }
    if (Escape.of(settings.type()) != Escape.JSON) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "content.type",
              "Several records in one request are JSON, `content.type` is not.",
              "Set `batch` to none, or leave `content.type` out."));
    }
    if (settings.method() == Method.DELETE) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "method",
              "A DELETE is about one record.",
              "Set `batch` to none, or `method` to post; `tombstones` = delete may be there."));
    }
  }

  /** Whether something is made of keys. */
  static boolean usesKeys(HttpSinkSettings settings) {
    List<String> texts = new ArrayList<>(settings.connection().headers().values());
    texts.add(settings.url());
    settings.body().ifPresent(texts::add);
    return texts.stream()
        .flatMap(text -> Template.parse(text).placeholders())
        .anyMatch(gap -> gap.name().equals("key"));
  }
}
