package dev.headrace.connectors.http.template;

import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Templates in settings. */
public final class TemplateChecks {

  private static final Pattern WHOLE_HOST = Pattern.compile("(?i)\\s*https?://[^/?#]+[/?].*");

  private TemplateChecks() {}

  /**
   * Reads a template, and notes what is wrong with it.
   *
   * @param hasValue whether a placeholder can be filled
   */
  public static Optional<Template> check(
      String key, String text, Predicate<Placeholder> hasValue, List<Problem> problems) {
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
        .filter(gap -> !hasValue.test(gap))
        .forEach(gap -> problems.add(unknown(key, gap)));
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

  private static Problem unknown(String key, Placeholder gap) {
    return new Problem(
        "config.not-allowed",
        key,
        "`" + key + "` has the placeholder " + gap + ", which has no value here.",
        "Remove it, or use one that the documentation of `" + key + "` names.");
  }
}
