package dev.headrace.connectors.http.template;

import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Templates in settings. */
public final class TemplateChecks {

  private static final Pattern WHOLE_HOST = Pattern.compile("(?i)\\s*https?://[^/?#]+[/?].*");

  private TemplateChecks() {}

  /**
   * Reads a template, and notes what is wrong with it.
   *
   * @param known the names that placeholders without an argument can have
   */
  public static Optional<Template> check(
      String key, String text, Set<String> known, List<Problem> problems) {
    Template template;
    try {
      template = Template.parse(text);
    } catch (IllegalArgumentException malformed) {
      problems.add(
          new Problem(
              "config.wrong-type",
              key,
              "`" + key + "` is no template: " + malformed.getMessage() + ".",
              "Write `$${` for the characters themselves."));
      return Optional.empty();
    }
    template
        .placeholders()
        .filter(gap -> gap.argument().isPresent() || !known.contains(gap.name()))
        .forEach(gap -> problems.add(unknown(key, gap, known)));
    return Optional.of(template);
  }

  /** Whether no value can change the server that is asked; notes it when one could. */
  public static boolean hasWholeHost(String key, Template template, List<Problem> problems) {
    boolean whole =
        template.placeholders().findAny().isEmpty()
            || WHOLE_HOST.matcher(template.beginning()).matches();
    if (!whole) {
      problems.add(
          new Problem(
              "config.not-allowed",
              key,
              "`" + key + "` has a placeholder within its host.",
              "Write scheme, host and port out; what is read must not decide who is asked."));
    }
    return whole;
  }

  /** A placeholder that nothing fills. */
  public static Problem unknown(String key, Placeholder gap, Set<String> known) {
    String next =
        known.isEmpty()
            ? "Remove it; nothing here has such a value."
            : "Use one of: ${" + String.join("}, ${", new TreeSet<>(known)) + "}.";
    return new Problem(
        "config.not-allowed",
        key,
        "`" + key + "` has the placeholder " + gap + ", which has no value here.",
        next);
  }
}
