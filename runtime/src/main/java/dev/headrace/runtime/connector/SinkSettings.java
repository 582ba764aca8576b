package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The settings that every sink has, beside {@link CommonSettings}. */
public record SinkSettings(
    @Doc("The topics to read, with commas between them.") Optional<List<String>> topics,
    @Doc("A regular expression that the names of the topics to read match.")
        Optional<String> topicsRegex)
    implements Checked {

  /** The topics that are named, without duplicates; empty when a pattern names them. */
  List<String> names() {
    return topics.orElse(List.of()).stream().map(String::strip).distinct().toList();
  }

  Optional<Pattern> pattern() {
    return topicsRegex.map(Pattern::compile);
  }

  /** What is refused must not come back to the sink that refuses it. */
  Optional<Problem> circle(CommonSettings common) {
    return common
        .errorsDeadletterqueueTopicName()
        .filter(
            dead ->
                names().contains(dead)
                    || pattern().filter(each -> each.matcher(dead).matches()).isPresent())
        .map(
            dead ->
                new Problem(
                    "config.inconsistent",
                    "errors.deadletterqueue.topic.name",
                    "The topic of dead letters, `" + dead + "`, is one of those that are read.",
                    "Choose another topic for what is refused."));
  }

  @Override
  public List<Problem> problems() {
    if (names().isEmpty() == topicsRegex.isEmpty()) {
      return List.of(
          names().isEmpty()
              ? new Problem(
                  "config.missing-key",
                  "topics",
                  "The setting `topics` is missing.",
                  "Add `topics` with the topics to read, or `topics.regex`.")
              : new Problem(
                  "config.inconsistent",
                  "topics.regex",
                  "Both `topics` and `topics.regex` are set.",
                  "Keep one of them."));
    }
    try {
      Optional<Pattern> _ = pattern();
      return List.of();
    } catch (PatternSyntaxException wrong) {
      return List.of(
          new Problem(
              "config.wrong-type",
              "topics.regex",
              "`topics.regex` is no regular expression: "
                  + wrong.getDescription()
                  + " at character "
                  + (wrong.getIndex() + 1)
                  + ".",
              "Correct it; in JSON a backslash is written twice."));
    }
  }
}
