package dev.headrace.connectors.http.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.http.client.Answer;
import dev.headrace.connectors.http.client.Urls;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the bodies of answers. */
final class Bodies {

  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

  private Bodies() {}

  static Body of(HttpSourceSettings settings, Answer answer, PollPosition position)
      throws IOException, ConnectorException {
    return Body.of(
        Urls.shown(answer.uri()) + ", page " + (position.pages() + 1),
        answer.content(settings.maxBodySize().bytes()),
        encoding(settings, answer),
        answer.isDelimited());
  }

  private static Charset encoding(HttpSourceSettings settings, Answer answer)
      throws ConnectorException {
    Optional<String> named =
        answer
            .header("Content-Type")
            .map(CHARSET::matcher)
            .filter(Matcher::find)
            .map(m -> m.group(1));
    if (settings.encoding().isPresent() || named.isEmpty()) {
      return settings.encoding().orElse(StandardCharsets.UTF_8);
    }
    try {
      return Charset.forName(named.get());
    } catch (IllegalArgumentException unknown) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "http.unknown-encoding",
              Urls.shown(answer.uri()) + " says its encoding is \"" + named.get() + "\".",
              "Set `encoding` to what it really is."));
    }
  }
}
