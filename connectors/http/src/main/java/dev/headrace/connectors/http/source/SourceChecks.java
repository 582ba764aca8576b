package dev.headrace.connectors.http.source;

import dev.headrace.connector.config.Problem;
import dev.headrace.connectors.http.client.Urls;
import dev.headrace.connectors.http.json.Pointers;
import dev.headrace.connectors.http.source.HttpSourceSettings.CursorIn;
import dev.headrace.connectors.http.source.HttpSourceSettings.Format;
import dev.headrace.connectors.http.source.HttpSourceSettings.Method;
import dev.headrace.connectors.http.source.HttpSourceSettings.Pagination;
import dev.headrace.connectors.http.template.Placeholder;
import dev.headrace.connectors.http.template.Template;
import dev.headrace.connectors.http.template.TemplateChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is wrong in the settings of a source although each for itself is right. */
final class SourceChecks {

  private SourceChecks() {}

  static List<Problem> problems(HttpSourceSettings settings) {
    List<Problem> problems = new ArrayList<>();
    checkTemplates(settings, problems);
    Pointers.check("key", settings.key(), problems);
    Pointers.check("incremental.field", settings.incremental().field(), problems);
    switch (settings.format()) {
      case Format.Json(Optional<String> records) -> Pointers.check("records", records, problems);
      case Format.JsonLines() -> {}
      case Format.Csv(char delimiter, char quote) -> checkCsv(delimiter, quote, problems);
    }
    if (settings.pagination() instanceof Pagination.Cursor cursor) {
      Pointers.check("cursor", Optional.of(cursor.cursor()), problems);
      if (cursor.cursorIn() == CursorIn.ANSWER && !(settings.format() instanceof Format.Json)) {
        problems.add(
            inconsistent(
                "cursor.in",
                "Only a JSON answer has a cursor beside its records.",
                "Set `cursor.in` to record, or `format` to json."));
      }
    }
    if (settings.body().isPresent() && settings.method() == Method.GET) {
      problems.add(
          inconsistent(
              "body", "A GET sends no `body`.", "Set `method` to post, or remove `body`."));
    }
    return problems;
  }

  private static void checkTemplates(HttpSourceSettings settings, List<Problem> problems) {
    Set<String> names = known(settings);
    Predicate<Placeholder> known = gap -> gap.argument().isEmpty() && names.contains(gap.name());
    Optional<Template> url = TemplateChecks.check("url", settings.url(), known, problems);
    url.ifPresent(
        template -> {
          if (TemplateChecks.hasWholeHost("url", template, problems)) {
            Urls.check("url", template.fill(_ -> "0"), problems);
          }
        });
    settings.body().ifPresent(body -> TemplateChecks.check("body", body, known, problems));
  }

  /** The placeholders that have a value. */
  private static Set<String> known(HttpSourceSettings settings) {
    List<String> names = new ArrayList<>();
    settings.incremental().field().ifPresent(_ -> names.add("since"));
    switch (settings.pagination()) {
      case Pagination.None(), Pagination.Link() -> {}
      case Pagination.Cursor _ -> names.add("cursor");
      case Pagination.Page page -> {
        names.add("page");
        page.pageSize().ifPresent(_ -> names.add("page.size"));
      }
      case Pagination.Offset offset -> {
        names.add("offset");
        offset.pageSize().ifPresent(_ -> names.add("page.size"));
      }
    }
    return Set.copyOf(names);
  }

  private static void checkCsv(char delimiter, char quote, List<Problem> problems) {
    if (delimiter >= 0x80 || quote >= 0x80 || "\r\n".indexOf(delimiter) >= 0) {
      problems.add(
          new Problem(
              "config.not-allowed",
              "delimiter",
              "`delimiter` or `quote` is no ASCII character, or ends a line.",
              "Set it to an ASCII character such as , ; | or \\t."));
    }
    if (delimiter == quote) {
      problems.add(
          inconsistent(
              "quote",
              "`quote` and `delimiter` are the same character.",
              "Choose two different characters."));
    }
  }

  private static Problem inconsistent(String key, String what, String next) {
    return new Problem("config.inconsistent", key, what, next);
  }

  /** Whether a placeholder stands in the URL or in the body. */
  static boolean uses(HttpSourceSettings settings, String name) {
    return List.of(settings.url(), settings.body().orElse("")).stream()
        .flatMap(text -> Template.parse(text).placeholders())
        .map(Placeholder::name)
        .anyMatch(name::equals);
  }
}
